import { useState } from "react";
import type { User } from "../../api/types";
import { useChangeUser } from "../../api/users";
import { ROLE_OPTIONS } from "../../features/roles";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Section } from "../../ui/layout";
import { Select } from "../../ui/select";

export const ChangeUser = ({ user }: { user: User }) => {
  const [name, setName] = useState(user.name);
  const [role, setRole] = useState(user.role);
  const change = useChangeUser(user);
  const isSame = name === user.name && role === user.role;
  return (
    <Section title="Name and role">
      <ActionForm action={change} onSubmit={() => change.mutate({ name, role })}>
        <Field label="Name" name="name" value={name} onChange={setName} maxLength={200} isRequired />
        <Select label="Role" options={ROLE_OPTIONS} value={role} onChange={setRole} />
        <Button type="submit" variant="primary" isPending={change.isPending} isDisabled={isSame}>
          Save changes
        </Button>
      </ActionForm>
    </Section>
  );
};
