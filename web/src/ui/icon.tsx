import styles from "./icon.module.css";

// Drawn on a 20 by 20 grid with one stroke width, so that they sit together.
const SHAPES = {
  up: "M5 15L15 5M7 5h8v8",
  falling: "M5 5l10 10M15 7v8H7",
  level: "M4 10h12M12 6l4 4-4 4",
  down: "M5 8l5 5 5-5",
  next: "M8 5l5 5-5 5",
  previous: "M12 5l-5 5 5 5",
  close: "M5 5l10 10M15 5L5 15",
  check: "M4 10.5l4 4 8-9",
  delivery: "M3 15l4.5-5 3.5 3 6-8M13 5h4v4",
  repository: "M6 3v11M6 14a2 2 0 1 0 .01 0M14 3a2 2 0 1 0 .01 0M14 7c0 4-8 2-8 7",
  key: "M13 3.5a3.5 3.5 0 1 0 .01 0M10.5 9.5L4 16M6.5 13.5L9 16",
  person: "M10 10a3.2 3.2 0 1 0-.01 0M3.5 17c.8-3 3.3-4.5 6.5-4.5s5.7 1.5 6.5 4.5",
  menu: "M3 6h14M3 10h14M3 14h14",
  sun: "M10 6.5a3.5 3.5 0 1 0 .01 0M10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M16 4l-1.4 1.4M5.4 14.6L4 16",
  moon: "M16 12.5A7 7 0 0 1 7.5 4 7 7 0 1 0 16 12.5z",
  sync: "M16 8a6.5 6.5 0 0 0-12-1M4 12a6.5 6.5 0 0 0 12 1M4 3v4h4M16 17v-4h-4",
  add: "M10 4v12M4 10h12",
  "sign-out": "M8 3H4v14h4M8 10h9M13 6l4 4-4 4",
  book: "M10 5.5C8 4 5.5 3.5 3 4v11.5c2.5-.5 5 0 7 1.5M10 5.5C12 4 14.5 3.5 17 4v11.5c-2.5-.5-5 0-7 1.5zM10 5.5V17",
  copy: "M7 7h9v10H7zM4 13V3h9",
  people: "M7.5 9.5a2.8 2.8 0 1 0-.01 0M2 16.5c.6-2.7 2.8-4 5.5-4s4.9 1.3 5.5 4M13.5 9a2.3 2.3 0 1 0-.9-4.4M14.8 12.2c1.7.4 2.8 1.7 3.2 3.8",
  building: "M4 17V4h8v13M12 8h4v9M2.5 17h15M7 7.5h2M7 10.5h2M7 13.5h2",
  ledger: "M5 3h11v14H5zM5 3v14M8.5 7h4.5M8.5 10h4.5M8.5 13h3",
  webhook: "M10 6.5a2.5 2.5 0 1 0-2 2.4L5 14M5 16.5a2.5 2.5 0 1 1 .01 0M7.5 14h5M15 16.5a2.5 2.5 0 1 0-.01 0M11.5 7.5L14 12",
  activity: "M2.5 10.5h3l2.5-6 4 11 2.5-5h3",
  apps: "M4 4h5v5H4zM11 4h5v5h-5zM4 11h5v5H4zM13.5 11v5M11 13.5h5",
  warning: "M10 3.5l7.5 13h-15zM10 8.5v4M10 14.6v.1",
} as const;

export type IconName = keyof typeof SHAPES;

/** An ornament beside words: screen readers skip it. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg className={styles.icon} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path d={SHAPES[name]} />
  </svg>
);
