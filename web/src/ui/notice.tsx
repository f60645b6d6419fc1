import type { ReactNode } from "react";
import { Button } from "./button";
import styles from "./notice.module.css";

interface EmptyProps {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** What to show where there is nothing yet: says why, and what to do next. */
export const EmptyState = ({ title, children, action }: EmptyProps) => (
  <div className={styles.empty}>
    <p className={styles.title}>{title}</p>
    <div className={styles.text}>{children}</div>
    {action && <div className={styles.action}>{action}</div>}
  </div>
);

/** What of an error a reader is shown. The hint, the details and the request's id come from the server, where it gave any. */
export interface ReadableError {
  message: string;
  details?: readonly { field: string; message: string }[];
  hint?: string;
  requestId?: string;
}

interface ErrorMessageProps {
  error: ReadableError;
  retry?: () => void;
}

/** A failed call in the reader's words, with the id that finds it in the server's log. */
export const ErrorMessage = ({ error, retry }: ErrorMessageProps) => (
  <div className={styles.error} role="alert">
    <p className={styles.title}>{error.message}</p>
    <ErrorDetails error={error} />
    {retry && (
      <Button variant="plain" onPress={retry}>
        Try again
      </Button>
    )}
  </div>
);

const ErrorDetails = ({ error }: { error: ReadableError }) => (
  <>
    {error.details && error.details.length > 0 && (
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

export const Callout = ({ children }: { children: ReactNode }) => <div className={styles.callout}>{children}</div>;
