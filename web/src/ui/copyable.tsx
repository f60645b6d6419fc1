import { useState } from "react";
import { Button } from "./button";
import styles from "./copyable.module.css";
import { Icon } from "./icon";

// Browsers give a clipboard to secure addresses only; elsewhere the text is there to be selected.
const canCopy = "clipboard" in navigator;

/** Text to take away, with a button that says when it was taken. */
export const Copyable = ({ text, what }: { text: string; what: string }) => {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div className={styles.copyable}>
      <code className={styles.text} tabIndex={0}>
        {text}
      </code>
      {canCopy && (
        <Button variant="quiet" onPress={() => void copy()} aria-label={`Copy ${what}`}>
          <Icon name={copied ? "check" : "copy"} />
          <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
        </Button>
      )}
    </div>
  );
};
