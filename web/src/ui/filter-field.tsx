import { useEffect, useState } from "react";
import { Field } from "./field";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  type?: "text" | "email" | "date";
}

const PAUSE_MS = 400;

/** A field that narrows a list down, a moment after the reader stopped typing. */
export const FilterField = ({ label, value, onChange, ...props }: Props) => {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const waiting = setTimeout(() => onChange(text.trim()), PAUSE_MS);
    return () => clearTimeout(waiting);
  });
  return <Field label={label} value={text} onChange={setText} autoComplete="off" {...props} />;
};
