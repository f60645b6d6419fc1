import type { ReactNode } from "react";
import { Button } from "./button";
import { Copyable } from "./copyable";
import { Dialog } from "./dialog";

interface Props {
  title: string;
  what: string;
  /** Null while there is nothing to show. */
  text: string | null;
  onDone: () => void;
  children: ReactNode;
}

/** A secret that the server shows once. Only the button closes it, so that a stray click cannot lose it. */
export const OneTimeSecret = ({ title, what, text, onDone, children }: Props) => (
  <Dialog title={title} isOpen={text !== null} onClose={onDone} isDismissable={false}>
    {children}
    <Copyable text={text ?? ""} what={what} />
    <Button variant="primary" onPress={onDone}>
      I have kept it
    </Button>
  </Dialog>
);
