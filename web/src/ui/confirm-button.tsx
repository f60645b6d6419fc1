import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { ErrorMessage } from "./notice";

interface Action {
  mutate: (input: void, options?: { onSuccess?: () => void }) => void;
  reset: () => void;
  error: Error | null;
  isPending: boolean;
}

interface Props {
  /** The words on the button, and what it is about, for those who hear only the button. */
  label: string;
  about?: string;
  title: string;
  confirm: string;
  action: Action;
  variant?: "quiet" | "danger" | "plain";
  danger?: boolean;
  onDone?: () => void;
  children: ReactNode;
}

/** A button that asks before it acts: what will happen, and whether it can be undone, stand in the dialog. */
export const ConfirmButton = ({ label, about, title, confirm, action, variant = "quiet", danger = true, onDone, children }: Props) => {
  const [asking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
    action.reset();
  };
  const act = () =>
    action.mutate(undefined, {
      onSuccess: () => {
        setAsking(false);
        onDone?.();
      },
    });
  return (
    <>
      <Button variant={variant} aria-label={about && `${label} ${about}`} onPress={() => setAsking(true)}>
        {label}
      </Button>
      <Dialog title={title} isOpen={asking} onClose={close}>
        {children}
        {action.error && <ErrorMessage error={action.error} />}
        <Button variant={danger ? "danger" : "primary"} isPending={action.isPending} onPress={act}>
          {confirm}
        </Button>
      </Dialog>
    </>
  );
};
