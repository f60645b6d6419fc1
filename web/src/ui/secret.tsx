import type { ReactNode } from "react";
import { Button } from "./button";
import { Copyable } from "./copy";
import { Sheet } from "./sheet";

interface Props {
  title: string;
  what: string;
  /** Null while there is nothing to show. */
  text: string | null;
  onDone: () => void;
  children: ReactNode;
}

/** A secret that the server shows once. Only the button closes it, so that a stray click cannot lose it. */
export const Secret = ({ title, what, text, onDone, children }: Props) => (
  <Sheet title={title} isOpen={text !== null} onClose={onDone} isHeld>
    {children}
    <Copyable text={text ?? ""} what={what} />
    <Button look="primary" onPress={onDone}>
      I have kept it
    </Button>
  </Sheet>
);
