import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from "react-aria-components";
import field from "./field.module.css";
import { Icon } from "./icon";
import styles from "./select.module.css";

export interface Option<Key extends string> {
  id: Key;
  name: string;
}

interface Props<Key extends string> {
  label: string;
  options: readonly Option<Key>[];
  value: Key;
  onChange: (value: Key) => void;
  isDisabled?: boolean;
}

/** A labelled list to pick one from. */
export const Select = <Key extends string>({ label, options, value, onChange, isDisabled }: Props<Key>) => (
  <AriaSelect
    className={field.field!}
    selectedKey={value}
    onSelectionChange={(key) => onChange(key as Key)}
    isDisabled={isDisabled}
  >
    <Label className={field.label}>{label}</Label>
    <Button className={styles.button!}>
      <SelectValue className={styles.value!} />
      <Icon name="down" />
    </Button>
    <Popover className={styles.popover!}>
      <ListBox className={styles.list!} items={options}>
        {(option) => (
          <ListBoxItem className={styles.option!} id={option.id} textValue={option.name}>
            {option.name}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </AriaSelect>
);
