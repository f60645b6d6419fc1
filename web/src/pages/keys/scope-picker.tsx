import { Checkbox, CheckboxGroup, Label } from "react-aria-components";
import { Icon } from "../../ui/icon";
import styles from "./keys.module.css";

// What the server can be asked for today, in words. The server has the last word on each.
const SCOPES: Record<string, string> = {
  "repositories:read": "See repositories, commits and pull requests",
  "repositories:write": "Add, change and sync repositories",
  "analytics:read": "Read delivery numbers",
  "analytics:write": "Send deployments, incidents and events",
  "organizations:read": "See organizations and teams",
  "organizations:write": "Change organizations and teams",
};

interface Props {
  value: string[];
  onChange: (scopes: string[]) => void;
}

export const ScopePicker = ({ value, onChange }: Props) => (
  <CheckboxGroup className={styles.scopes!} value={value} onChange={onChange}>
    <Label className={styles.legend}>What it may do</Label>
    {Object.entries(SCOPES).map(([scope, words]) => (
      <Checkbox key={scope} value={scope} className={styles.scope!}>
        <span className={styles.box}>
          <Icon name="check" />
        </span>
        <span>
          {words} <code className={styles.code}>{scope}</code>
        </span>
      </Checkbox>
    ))}
  </CheckboxGroup>
);
