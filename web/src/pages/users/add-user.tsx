import { useState } from "react";
import type { Role, User } from "../../api/types";
import { useAddUser } from "../../api/users";
import { ROLE_OPTIONS } from "../../features/roles";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Select } from "../../ui/select";

/** Without a password: the new one chooses it after the one-time link, and nobody else ever knows it. */
export const AddUser = ({ onAdded }: { onAdded: (user: User) => void }) => {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("user");
  const add = useAddUser();
  return (
    <ActionForm action={add} onSubmit={() => add.mutate({ name, email, role }, { onSuccess: onAdded })}>
      <Field label="Name" name="name" value={name} onChange={setName} maxLength={200} isRequired />
      <Field label="E-mail" name="email" type="email" value={email} onChange={setEmail} autoComplete="off" isRequired />
      <Select label="Role" options={ROLE_OPTIONS} value={role} onChange={setRole} />
      <p>They get no password from you. Next, make a sign-in link for them: it works once, and they choose their own.</p>
      <Button type="submit" variant="primary" isPending={add.isPending}>
        Add the user
      </Button>
    </ActionForm>
  );
};
