import type { ReactNode } from "react";
import { Form } from "react-aria-components";
import { fieldErrors } from "../api/errors";
import styles from "./action-form.module.css";
import { Failure } from "./notice";

interface Props {
  /** The call that the form makes: its failure is shown above the fields, and beside the fields it names. */
  action: { error: Error | null; reset: () => void; isPending: boolean };
  errors?: Record<string, string>;
  onSubmit: () => void;
  children: ReactNode;
}

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
      {action.error && <Failure error={action.error} />}
      {children}
    </Form>
  </div>
);
