import type { ReactNode } from "react";
import styles from "./badge.module.css";

interface Props {
  tone?: "plain" | "info" | "attention" | "good" | "bad";
  title?: string;
  children: ReactNode;
}

export const Badge = ({ tone = "plain", title, children }: Props) => (
  <span className={`${styles.badge} ${styles[tone]}`} title={title}>
    {children}
  </span>
);
