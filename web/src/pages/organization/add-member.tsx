import { useState } from "react";
import { useAddMember } from "../../api/members";
import type { MemberRole } from "../../api/types";
import { MEMBER_ROLE_OPTIONS } from "../../features/roles";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Select } from "../../ui/select";

export const AddMember = ({ organizationId, onAdded }: { organizationId: string; onAdded: () => void }) => {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<MemberRole>("member");
  const add = useAddMember(organizationId);
  return (
    <ActionForm action={add} onSubmit={() => add.mutate({ email, role }, { onSuccess: onAdded })}>
      <Field
        label="E-mail of their account"
        name="email"
        type="email"
        value={email}
        onChange={setEmail}
        help="Whoever has no account yet is invited on the Invitations tab."
        autoComplete="off"
        isRequired
      />
      <Select label="Role" options={MEMBER_ROLE_OPTIONS} value={role} onChange={setRole} />
      <Button type="submit" variant="primary" isPending={add.isPending}>
        Add to the organization
      </Button>
    </ActionForm>
  );
};
