import { explainSignInError } from "./sign-in-errors";
import styles from "./sign-in.module.css";

/** Why a sign-in elsewhere led to nothing here. */
export const SignInError = ({ code }: { code: string | null }) => {
  if (code === null) return null;
  const { title, next } = explainSignInError(code);
  return (
    <div className={styles.error} role="alert">
      <p className={styles.title}>{title}</p>
      <p>{next}</p>
    </div>
  );
};
