import { Label, ProgressBar as AriaProgressBar } from "react-aria-components";
import { count } from "../format/numbers";
import styles from "./progress.module.css";

interface Props {
  label: string;
  done: number | null | undefined;
  total: number | null | undefined;
}

/** Long work. Without a total it moves without promising an end. */
export const ProgressBar = ({ label, done, total }: Props) => {
  const known = typeof done === "number" && typeof total === "number" && total > 0;
  return (
    <AriaProgressBar
      className={styles.progress!}
      value={known ? Math.min(done, total) : 0}
      maxValue={known ? total : 1}
      isIndeterminate={!known}
    >
      {({ percentage }) => (
        <>
          <span className={styles.words}>
            <Label>{label}</Label>
            <span className={styles.figures}>{known ? `${count(done)} of ${count(total)}` : ""}</span>
          </span>
          <span className={styles.track}>
            <span className={known ? styles.bar : styles.running} style={{ width: known ? `${percentage ?? 0}%` : undefined }} />
          </span>
        </>
      )}
    </AriaProgressBar>
  );
};

export const Loading = ({ what }: { what: string }) => (
  <div className={styles.loading}>
    <ProgressBar label={`Loading ${what}`} done={null} total={null} />
  </div>
);
