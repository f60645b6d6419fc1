import type { ReactNode } from "react";
import { Checkbox, type CheckboxProps } from "react-aria-components";
import { Icon } from "./icon";
import styles from "./tick.module.css";

interface Props extends Omit<CheckboxProps, "className" | "children"> {
  children: ReactNode;
}

/** A box to tick, with its words beside it. */
export const Tick = ({ children, ...props }: Props) => (
  <Checkbox {...props} className={styles.tick!}>
    {({ isIndeterminate }) => (
      <>
        <span className={styles.box}>{isIndeterminate ? <span className={styles.some} /> : <Icon name="check" />}</span>
        <span>{children}</span>
      </>
    )}
  </Checkbox>
);
