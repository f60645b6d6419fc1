import type { ReactNode } from "react";
import styles from "./layout.module.css";

/** Controls that narrow down what stands below them. */
export const Filters = ({ children }: { children: ReactNode }) => (
  <div className={styles.filters} role="group" aria-label="Filters">
    {children}
  </div>
);

/** Things of one kind below each other, with the distance of a section. */
export const Stack = ({ children }: { children: ReactNode }) => <div className={styles.stack}>{children}</div>;

/** Buttons beside each other, on as many lines as they need. */
export const Row = ({ children }: { children: ReactNode }) => <div className={styles.row}>{children}</div>;

/** Two lines in one cell: the name, and below it what tells two of that name apart. */
export const TwoLines = ({ first, second }: { first: ReactNode; second: ReactNode }) => (
  <>
    <strong>{first}</strong>
    <span className={styles.second}>{second}</span>
  </>
);

interface SectionProps {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page under a heading of its own. */
export const Section = ({ title, lead, actions, children }: SectionProps) => (
  <section className={styles.section}>
    <header className={styles.header}>
      <div>
        <h2>{title}</h2>
        {lead && <p className={styles.lead}>{lead}</p>}
      </div>
      {actions && <div className={styles.row}>{actions}</div>}
    </header>
    {children}
  </section>
);
