import { Checkbox, CheckboxGroup, Label } from "react-aria-components";
import type { ScopeName } from "../../api/types";
import { Icon } from "../../ui/icon";
import styles from "./keys.module.css";
import { meaningOf } from "./scopes";

interface Props {
  /** What the reader may do: a key never may more. */
  offered: readonly ScopeName[];
  value: ScopeName[];
  onChange: (scopes: ScopeName[]) => void;
}

export const ScopePicker = ({ offered, value, onChange }: Props) => (
  <CheckboxGroup className={styles.scopes!} value={value} onChange={(scopes) => onChange(scopes as ScopeName[])}>
    <Label className={styles.legend}>What it may do</Label>
    <div className={styles.list}>
      {offered.map((scope) => (
        <Checkbox key={scope} value={scope} className={styles.scope!}>
          <span className={styles.box}>
            <Icon name="check" />
          </span>
          <span>
            {meaningOf(scope)} <code className={styles.code}>{scope}</code>
          </span>
        </Checkbox>
      ))}
    </div>
  </CheckboxGroup>
);
