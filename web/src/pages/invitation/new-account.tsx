import { useState } from "react";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";

const SHORTEST = 12;

export interface Account {
  name?: string;
  password?: string;
}

interface Props {
  accept: { error: Error | null; reset: () => void; isPending: boolean };
  onSend: (account: Account) => void;
}

export const NewAccount = ({ accept, onSend }: Props) => {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  return (
    <ActionForm action={accept} onSubmit={() => onSend({ name, password })}>
      <Field label="Your name" name="name" autoComplete="name" value={name} onChange={setName} maxLength={200} isRequired />
      <Field
        label="Choose a password"
        name="password"
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        minLength={SHORTEST}
        help={`At least ${SHORTEST} characters. A few plain words are easier to keep than one odd one.`}
        isRequired
      />
      <Button type="submit" variant="primary" isPending={accept.isPending}>
        Make my account and join
      </Button>
    </ActionForm>
  );
};
