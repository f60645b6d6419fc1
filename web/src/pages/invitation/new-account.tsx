import { useState } from "react";
import { useAcceptInvitation } from "../../api/members";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";

const SHORTEST = 12;

export const NewAccount = ({ token, onDone }: { token: string; onDone: () => void }) => {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const accept = useAcceptInvitation();
  return (
    <ActionForm action={accept} onSubmit={() => accept.mutate({ token, name, password }, { onSuccess: onDone })}>
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
      <Button type="submit" look="primary" isPending={accept.isPending}>
        Make my account and join
      </Button>
    </ActionForm>
  );
};
