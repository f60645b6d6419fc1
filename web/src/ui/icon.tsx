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
  leave: "M8 3H4v14h4M8 10h9M13 6l4 4-4 4",
  book: "M10 5.5C8 4 5.5 3.5 3 4v11.5c2.5-.5 5 0 7 1.5M10 5.5C12 4 14.5 3.5 17 4v11.5c-2.5-.5-5 0-7 1.5zM10 5.5V17",
  copy: "M7 7h9v10H7zM4 13V3h9",
} as const;

export type IconName = keyof typeof SHAPES;

/** An ornament beside words: screen readers skip it. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg className={styles.icon} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path d={SHAPES[name]} />
  </svg>
);
