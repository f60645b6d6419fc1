import type { ScopeName } from "../../api/types";
import { Checkbox } from "../../ui/checkbox";
import styles from "./scope-picker.module.css";
import { grouped, meaningOf, type ScopeGroup } from "./scopes";

interface Props {
  /** What the reader may do: a key never may more. */
  offered: readonly ScopeName[];
  value: ScopeName[];
  onChange: (scopes: ScopeName[]) => void;
}

export const ScopePicker = ({ offered, value, onChange }: Props) => (
  <div className={styles.scopes} role="group" aria-label="What it may do">
    <span className={styles.legend}>What it may do</span>
    <div className={styles.list}>
      {grouped(offered).map((group) => (
        <Group key={group.name} group={group} value={value} onChange={onChange} />
      ))}
    </div>
  </div>
);

const Group = ({ group, value, onChange }: Omit<Props, "offered"> & { group: ScopeGroup }) => {
  const chosen = group.scopes.filter((scope) => value.includes(scope));
  const others = value.filter((scope) => !group.scopes.includes(scope));
  const isAll = chosen.length === group.scopes.length;
  const put = (scope: ScopeName, on: boolean) =>
    onChange(on ? [...value, scope] : value.filter((other) => other !== scope));
  return (
    <div role="group" aria-label={group.name}>
      <Checkbox
        isSelected={isAll}
        isIndeterminate={chosen.length > 0 && !isAll}
        onChange={() => onChange(isAll ? others : [...others, ...group.scopes])}
      >
        <strong>{group.name}</strong>
      </Checkbox>
      <div className={styles.nested}>
        {group.scopes.map((scope) => (
          <Checkbox key={scope} isSelected={value.includes(scope)} onChange={(on) => put(scope, on)}>
            {meaningOf(scope)} <code className={styles.code}>{scope}</code>
          </Checkbox>
        ))}
      </div>
    </div>
  );
};
