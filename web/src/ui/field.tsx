import type { ReactNode } from "react";
import { FieldError, Input, Label, Text, TextField, type TextFieldProps } from "react-aria-components";
import styles from "./field.module.css";

interface Props extends Omit<TextFieldProps, "className" | "children"> {
  label: string;
  help?: ReactNode;
  placeholder?: string;
}

/** A line of input. What the browser or, through the form around it, the server finds wrong stands below it. */
export const Field = ({ label, help, placeholder, ...props }: Props) => (
  <TextField {...props} className={styles.field!}>
    <Label className={styles.label}>{label}</Label>
    <Input className={styles.input!} placeholder={placeholder} />
    {help && (
      <Text slot="description" className={styles.help}>
        {help}
      </Text>
    )}
    <FieldError className={styles.error!} />
  </TextField>
);
