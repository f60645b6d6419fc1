import type { ReactNode } from "react";
import { Form } from "react-aria-components";
import styles from "./action-form.module.css";
import { ErrorMessage, type ReadableError } from "./notice";

/** An error that says which fields of the form it is about, by their names. */
export interface FormError extends ReadableError {
  fields?: Record<string, string>;
}

interface Props {
  /** The call that the form makes: its failure is shown above the fields, and beside the fields it names. */
  action: { error: FormError | null; reset: () => void; isPending: boolean };
  errors?: Record<string, string>;
  onSubmit: () => void;
  children: ReactNode;
}

const NONE: Record<string, string> = {};

/** One object per failure: a form takes a new object for a new failure, and blocks until its field changes. */
export const fieldErrors = (error: FormError | null): Record<string, string> => error?.fields ?? NONE;

export const ActionForm = ({ action, errors = fieldErrors(action.error), onSubmit, children }: Props) => (
  // A refused value is judged again as soon as it is edited; the browser would else block the next try.
  <div onInput={() => action.error && action.reset()}>
    <Form
      className={styles.form!}
      validationErrors={errors}
      onSubmit={(event) => {
        event.preventDefault();
        if (!action.isPending) onSubmit();
      }}
    >
      {action.error && <ErrorMessage error={action.error} />}
      {children}
    </Form>
  </div>
);
