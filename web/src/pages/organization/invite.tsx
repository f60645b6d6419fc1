import { useState } from "react";
import { useInvite } from "../../api/members";
import type { IssuedInvitation, MemberRole } from "../../api/types";
import { MEMBER_ROLE_OPTIONS } from "../../features/roles";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Select } from "../../ui/select";

interface Props {
  organizationId: string;
  onInvited: (invitation: IssuedInvitation) => void;
}

export const Invite = ({ organizationId, onInvited }: Props) => {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<MemberRole>("member");
  const invite = useInvite(organizationId);
  return (
    <ActionForm action={invite} onSubmit={() => invite.mutate({ email, role }, { onSuccess: onInvited })}>
      <Field label="E-mail" name="email" type="email" value={email} onChange={setEmail} autoComplete="off" isRequired />
      <Select label="Role" options={MEMBER_ROLE_OPTIONS} value={role} onChange={setRole} />
      <Button type="submit" variant="primary" isPending={invite.isPending}>
        Make the invitation
      </Button>
    </ActionForm>
  );
};
