import { type ReactNode, useEffect } from "react";
import { Logo } from "../../ui/logo";
import styles from "./auth-layout.module.css";
import { ContourLines } from "./contour-lines";

/** The frame of the pages that need no session yet: sign-in, invitations and consent. */
export const AuthLayout = ({ title, children }: { title: string; children: ReactNode }) => {
  useEffect(() => {
    document.title = `${title} · Quarterdeck`;
  }, [title]);
  return (
    <div className={styles.page}>
      <header className={styles.brand}>
        <ContourLines />
        <Logo />
        <p className={styles.motto}>Where the crew, human and otherwise, sees where the ship is going.</p>
      </header>
      <main className={styles.main}>
        <div className={styles.form}>{children}</div>
      </main>
    </div>
  );
};
