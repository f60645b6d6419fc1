import { useState } from "react";
import { useSetPassword } from "../../api/session";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";

const SHORTEST = 12;

interface Props {
  needsCurrent: boolean;
  onDone: () => void;
}

export const PasswordForm = ({ needsCurrent, onDone }: Props) => {
  const [current, setCurrent] = useState("");
  const [newPassword, setNewPassword] = useState("");
  const save = useSetPassword();
  const submit = () => {
    const passwords = needsCurrent ? { current_password: current, new_password: newPassword } : { new_password: newPassword };
    save.mutate(passwords, { onSuccess: onDone });
  };
  return (
    <ActionForm action={save} onSubmit={submit}>
      {needsCurrent && (
        <Field
          label="Current password"
          name="current_password"
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          isRequired
        />
      )}
      <Field
        label="New password"
        name="new_password"
        type="password"
        autoComplete="new-password"
        value={newPassword}
        onChange={setNewPassword}
        minLength={SHORTEST}
        help={`At least ${SHORTEST} characters. A few plain words are easier to keep than one odd one.`}
        isRequired
      />
      <Button type="submit" variant="primary" isPending={save.isPending}>
        Save password
      </Button>
    </ActionForm>
  );
};
