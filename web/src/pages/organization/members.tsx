import { useState } from "react";
import { useMembers, useRemoveMember } from "../../api/members";
import { useMe } from "../../api/session";
import type { Member } from "../../api/types";
import { MEMBER_ROLES } from "../../features/roles";
import { day } from "../../format/times";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { ConfirmButton } from "../../ui/confirm-button";
import { Dialog } from "../../ui/dialog";
import { Row, Stack, TwoLines } from "../../ui/layout";
import { Panel } from "../../ui/page";
import { Pagination } from "../../ui/pagination";
import { QueryResult } from "../../ui/query-result";
import { type Column, Table } from "../../ui/table";
import { AddMember } from "./add-member";
import { ChangeRole } from "./change-role";

interface Props {
  organizationId: string;
  canManage: boolean;
}

const PAGE_SIZE = 20;

export const Members = ({ organizationId, canManage }: Props) => {
  const [page, setPage] = useState(1);
  const [adding, setAdding] = useState(false);
  return (
    <Panel>
      <Stack>
        {canManage && (
          <Row>
            <Button onPress={() => setAdding(true)}>Add someone with an account</Button>
          </Row>
        )}
        <QueryResult query={useMembers(organizationId, page, PAGE_SIZE)} what="members">
          {({ items, total }) => (
            <>
              <Table caption="Members" columns={canManage ? MANAGED : COLUMNS} rows={items} rowKey={({ user_id }) => user_id} />
              <Pagination what="members" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
            </>
          )}
        </QueryResult>
      </Stack>
      <Dialog title="Add someone with an account" isOpen={adding} onClose={() => setAdding(false)}>
        <AddMember organizationId={organizationId} onAdded={() => setAdding(false)} />
      </Dialog>
    </Panel>
  );
};

const COLUMNS: Column<Member>[] = [
  { name: "Name", wide: true, cell: (member) => <Name member={member} /> },
  { name: "Role", cell: ({ role }) => <Badge tone={role === "owner" ? "attention" : "plain"}>{MEMBER_ROLES[role].name}</Badge> },
  { name: "Since", cell: ({ created_at }) => day(created_at) },
];

const Name = ({ member }: { member: Member }) => {
  const isMe = useMe().data?.id === member.user_id;
  return (
    <TwoLines
      first={
        <>
          {member.name} {isMe && <Badge>You</Badge>}
        </>
      }
      second={member.email}
    />
  );
};

const Actions = ({ member }: { member: Member }) => {
  const [changing, setChanging] = useState(false);
  return (
    <Row>
      <Button variant="quiet" aria-label={`Change the role of ${member.name}`} onPress={() => setChanging(true)}>
        Change role
      </Button>
      <ConfirmButton
        label="Remove"
        about={member.name}
        title={`Remove ${member.name}?`}
        confirm={`Remove ${member.name}`}
        action={useRemoveMember(member.organization_id, member.user_id)}
      >
        <p>They no longer see what this organization shares. Their account stays.</p>
      </ConfirmButton>
      <Dialog title={`Role of ${member.name}`} isOpen={changing} onClose={() => setChanging(false)}>
        <ChangeRole member={member} onChanged={() => setChanging(false)} />
      </Dialog>
    </Row>
  );
};

const MANAGED: Column<Member>[] = [...COLUMNS, { name: "Actions", cell: (member) => <Actions member={member} /> }];
