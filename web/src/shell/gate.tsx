import { useEffect, type ReactNode } from "react";
import { Mark } from "./mark";
import styles from "./gate.module.css";
import { Soundings } from "./soundings";

/** The frame of the pages on the way in, where the ship's own rooms are not to be seen yet. */
export const Gate = ({ title, children }: { title: string; children: ReactNode }) => {
  useEffect(() => {
    document.title = `${title} · Quarterdeck`;
  }, [title]);
  return (
    <div className={styles.page}>
      <header className={styles.sea}>
        <Soundings />
        <Mark />
        <p className={styles.motto}>Where the crew, human and otherwise, sees where the ship is going.</p>
      </header>
      <main className={styles.main}>
        <div className={styles.form}>{children}</div>
      </main>
    </div>
  );
};
