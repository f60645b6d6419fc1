import type { ReactNode } from "react";
import styles from "./description-list.module.css";

export type Description = readonly [name: string, value: ReactNode];

/** Names and values, one a line. What has no value is left out. */
export const DescriptionList = ({ items }: { items: readonly Description[] }) => (
  <dl className={styles.list}>
    {items
      .filter(([, value]) => value !== null && value !== undefined && value !== false && value !== "")
      .map(([name, value]) => (
        <div key={name} className={styles.entry}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);
