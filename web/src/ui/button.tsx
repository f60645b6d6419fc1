import { Button as AriaButton, type ButtonProps } from "react-aria-components";
import styles from "./button.module.css";

interface Props extends Omit<ButtonProps, "className"> {
  variant?: "primary" | "plain" | "quiet" | "danger";
}

/** While its work is under way a button keeps the focus and takes no second press. */
export const Button = ({ variant = "plain", isPending = false, onPress, ...props }: Props) => (
  <AriaButton
    {...props}
    onPress={isPending ? undefined : onPress}
    className={`${styles.button} ${styles[variant]} ${isPending ? styles.pending : ""}`}
  />
);
