import styles from "./sign-in.module.css";
import { reasonOf } from "./reasons";

/** Why a sign-in elsewhere led to nothing here. */
export const Refused = ({ code }: { code: string | null }) => {
  if (code === null) return null;
  const { title, next } = reasonOf(code);
  return (
    <div className={styles.refused} role="alert">
      <p className={styles.why}>{title}</p>
      <p>{next}</p>
    </div>
  );
};
