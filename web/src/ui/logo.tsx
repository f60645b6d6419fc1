import styles from "./logo.module.css";

/** The product's sign and name. */
export const Logo = () => (
  <span className={styles.logo}>
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle cx="15" cy="15" r="10.5" />
      <path d="M15 15l12.5 12.5M15 1v4M15 25v4M1 15h4M25 15h4" />
      <circle cx="15" cy="15" r="2" className={styles.hub} />
    </svg>
    Quarterdeck
  </span>
);
