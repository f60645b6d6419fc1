import type { ReactNode } from "react";
import { Checkbox as AriaCheckbox, type CheckboxProps } from "react-aria-components";
import styles from "./checkbox.module.css";
import { Icon } from "./icon";

interface Props extends Omit<CheckboxProps, "className" | "children"> {
  children: ReactNode;
}

/** A checkbox with its words beside it. */
export const Checkbox = ({ children, ...props }: Props) => (
  <AriaCheckbox {...props} className={styles.checkbox!}>
    {({ isIndeterminate }) => (
      <>
        <span className={styles.box}>{isIndeterminate ? <span className={styles.indeterminate} /> : <Icon name="check" />}</span>
        <span>{children}</span>
      </>
    )}
  </AriaCheckbox>
);
