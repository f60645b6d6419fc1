import type { ReactNode } from "react";
import { ApiError } from "../api/errors";
import { Button } from "./button";
import styles from "./notice.module.css";

interface EmptyProps {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** What to show where there is nothing yet: says why, and what to do next. */
export const Empty = ({ title, children, action }: EmptyProps) => (
  <div className={styles.empty}>
    <p className={styles.title}>{title}</p>
    <div className={styles.words}>{children}</div>
    {action && <div className={styles.action}>{action}</div>}
  </div>
);

interface FailureProps {
  error: Error;
  retry?: () => void;
}

/** A failed call in the reader's words, with the id that finds it in the server's log. */
export const Failure = ({ error, retry }: FailureProps) => (
  <div className={styles.failure} role="alert">
    <p className={styles.title}>{error.message}</p>
    {error instanceof ApiError && <FailureFacts error={error} />}
    {retry && (
      <Button look="plain" onPress={retry}>
        Try again
      </Button>
    )}
  </div>
);

const FailureFacts = ({ error }: { error: ApiError }) => (
  <>
    {error.details.length > 0 && (
      <ul className={styles.details}>
        {error.details.map((detail) => (
          <li key={`${detail.field} ${detail.message}`}>
            <code>{detail.field}</code> {detail.message}
          </li>
        ))}
      </ul>
    )}
    {error.hint && <p>{error.hint}</p>}
    {error.requestId && (
      <p className={styles.request}>
        Request <code>{error.requestId}</code>
      </p>
    )}
  </>
);

export const Remark = ({ children }: { children: ReactNode }) => <div className={styles.remark}>{children}</div>;
