import { useState } from "react";
import { Field } from "../../ui/field";
import { Tick } from "../../ui/tick";
import { EVERYTHING, GROUPS, isChosen, others, withSubject, withType, wildcard } from "./event-types";
import styles from "./webhooks.module.css";

interface Props {
  value: string[];
  onChange: (types: string[]) => void;
}

export const EventPicker = ({ value, onChange }: Props) => {
  const isAll = value.includes(EVERYTHING);
  return (
    <div className={styles.picker} role="group" aria-label="Which events">
      <span className={styles.legend}>Which events</span>
      <Tick isSelected={isAll} onChange={(on) => onChange(on ? [EVERYTHING] : [])}>
        <strong>Everything</strong>, also what is added later
      </Tick>
      {!isAll && (
        <>
          <div className={styles.groups}>
            {GROUPS.map((group) => (
              <Group key={group.subject} group={group} value={value} onChange={onChange} />
            ))}
          </div>
          <ByHand value={value} onChange={onChange} />
        </>
      )}
    </div>
  );
};

const Group = ({ group, value, onChange }: Props & { group: (typeof GROUPS)[number] }) => {
  const types = group.verbs.map((verb) => `${group.subject}.${verb}`);
  const isWhole = value.includes(wildcard(group.subject));
  const chosen = types.filter((type) => isChosen(value, group, type)).length;
  return (
    <div className={styles.group} role="group" aria-label={group.name}>
      <Tick
        isSelected={isWhole}
        isIndeterminate={!isWhole && chosen > 0}
        onChange={() => onChange(withSubject(value, group, !isWhole))}
      >
        {group.name} <code className={styles.code}>{wildcard(group.subject)}</code>
      </Tick>
      <details className={styles.single}>
        <summary>{chosen > 0 && !isWhole ? `${chosen} of ${types.length}` : "One by one"}</summary>
        {types.map((type) => (
          <Tick key={type} isSelected={isChosen(value, group, type)} onChange={(on) => onChange(withType(value, group, type, on))}>
            <code>{type}</code>
          </Tick>
        ))}
      </details>
    </div>
  );
};

/** For events that this page does not know by name. */
const ByHand = ({ value, onChange }: Props) => {
  const [text, setText] = useState(() => others(value).join(", "));
  const put = (typed: string) => {
    setText(typed);
    const ticked = value.filter((type) => !others(value).includes(type));
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
