import { useState } from "react";
import { useChangeMember } from "../../api/members";
import type { Member } from "../../api/types";
import { MEMBER_ROLE_OPTIONS } from "../../features/roles";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Select } from "../../ui/select";

export const ChangeRole = ({ member, onChanged }: { member: Member; onChanged: () => void }) => {
  const [role, setRole] = useState(member.role);
  const change = useChangeMember(member.organization_id, member.user_id);
  return (
    <ActionForm action={change} onSubmit={() => change.mutate(role, { onSuccess: onChanged })}>
      <Select
        label="Role"
        options={MEMBER_ROLE_OPTIONS}
        value={role}
        onChange={(chosen) => {
          change.reset();
          setRole(chosen);
        }}
      />
      <Button type="submit" variant="primary" isPending={change.isPending} isDisabled={role === member.role}>
        Save the role
      </Button>
    </ActionForm>
  );
};
