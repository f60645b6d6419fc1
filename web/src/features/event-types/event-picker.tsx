import { useState } from "react";
import { Checkbox } from "../../ui/checkbox";
import { Field } from "../../ui/field";
import styles from "./event-picker.module.css";
import { customTypes, EVERYTHING, isChosen, SUBSCRIBABLE, wildcard, withSubject, withType } from "./event-types";

interface Props {
  value: string[];
  onChange: (types: string[]) => void;
}

export const EventPicker = ({ value, onChange }: Props) => {
  const isAll = value.includes(EVERYTHING);
  return (
    <div className={styles.picker} role="group" aria-label="Which events">
      <span className={styles.legend}>Which events</span>
      <Checkbox isSelected={isAll} onChange={(on) => onChange(on ? [EVERYTHING] : [])}>
        <strong>Everything</strong>, also what is added later
      </Checkbox>
      {!isAll && (
        <>
          <div className={styles.groups}>
            {SUBSCRIBABLE.map((group) => (
              <Group key={group.subject} group={group} value={value} onChange={onChange} />
            ))}
          </div>
          <CustomTypesField value={value} onChange={onChange} />
        </>
      )}
    </div>
  );
};

const Group = ({ group, value, onChange }: Props & { group: (typeof SUBSCRIBABLE)[number] }) => {
  const isWhole = value.includes(wildcard(group.subject));
  const chosen = group.types.filter((type) => isChosen(value, group, type)).length;
  return (
    <div role="group" aria-label={group.name}>
      <Checkbox
        isSelected={isWhole}
        isIndeterminate={!isWhole && chosen > 0}
        onChange={() => onChange(withSubject(value, group, !isWhole))}
      >
        {group.name} <code className={styles.code}>{wildcard(group.subject)}</code>
      </Checkbox>
      <details className={styles.single}>
        <summary>{chosen > 0 && !isWhole ? `${chosen} of ${group.types.length}` : "One by one"}</summary>
        {group.types.map((type) => (
          <Checkbox key={type} isSelected={isChosen(value, group, type)} onChange={(on) => onChange(withType(value, group, type, on))}>
            <code>{type}</code>
          </Checkbox>
        ))}
      </details>
    </div>
  );
};

/** For events that this page does not know by name. */
const CustomTypesField = ({ value, onChange }: Props) => {
  const [text, setText] = useState(() => customTypes(value).join(", "));
  const put = (typed: string) => {
    setText(typed);
    const ticked = value.filter((type) => !customTypes(value).includes(type));
    onChange([...ticked, ...typed.split(/[\s,]+/).filter(Boolean)]);
  };
  return (
    <Field
      label="Others, by name"
      name="event_types"
      value={text}
      onChange={put}
      placeholder="agent.*, chat.created"
      autoComplete="off"
    />
  );
};
