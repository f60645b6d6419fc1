import { useState } from "react";
import { useInvitations, useRevokeInvitation } from "../../api/members";
import type { Invitation, IssuedInvitation, Organization } from "../../api/types";
import { MEMBER_ROLES } from "../../features/roles";
import { ago, day } from "../../format/times";
import { Button } from "../../ui/button";
import { ConfirmButton } from "../../ui/confirm-button";
import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { Row, Stack } from "../../ui/layout";
import { EmptyState } from "../../ui/notice";
import { OneTimeSecret } from "../../ui/one-time-secret";
import { Panel } from "../../ui/page";
import { Pagination } from "../../ui/pagination";
import { QueryResult } from "../../ui/query-result";
import { type Column, Table } from "../../ui/table";
import { Invite } from "./invite";

type Step = { at: "idle" } | { at: "asking" } | { at: "shown"; invitation: IssuedInvitation };

const IDLE: Step = { at: "idle" };
const PAGE_SIZE = 20;

export const Invitations = ({ organization }: { organization: Organization }) => {
  const [step, setStep] = useState<Step>(IDLE);
  const close = () => setStep(IDLE);
  const shown = step.at === "shown" ? step.invitation : null;
  return (
    <Panel>
      <Stack>
        <Row>
          <Button variant="primary" onPress={() => setStep({ at: "asking" })}>
            <Icon name="add" /> Invite someone
          </Button>
        </Row>
        <List organizationId={organization.id} />
      </Stack>
      <Dialog title={`Invite to ${organization.name}`} isOpen={step.at === "asking"} onClose={close}>
        <Invite organizationId={organization.id} onInvited={(invitation) => setStep({ at: "shown", invitation })} />
      </Dialog>
      <OneTimeSecret title="Invitation link" what="the link" text={shown?.link ?? null} onDone={close}>
        <p>Send it to {shown?.email}: this server sends no mail. It works once and is not shown again.</p>
      </OneTimeSecret>
    </Panel>
  );
};

const List = ({ organizationId }: { organizationId: string }) => {
  const [page, setPage] = useState(1);
  return (
    <QueryResult query={useInvitations(organizationId, page, PAGE_SIZE)} what="invitations">
      {({ items, total }) =>
        total === 0 ? (
          <EmptyState title="No open invitations">
            Invite by e-mail address. The link lets them join with their account, or make one where this server allows it.
          </EmptyState>
        ) : (
          <>
            <Table caption="Open invitations" columns={columns(organizationId)} rows={items} rowKey={({ id }) => id} />
            <Pagination what="invitations" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
          </>
        )
      }
    </QueryResult>
  );
};

const columns = (organizationId: string): Column<Invitation>[] => [
  { name: "For", wide: true, cell: ({ email }) => <strong>{email}</strong> },
  { name: "Role", cell: ({ role }) => MEMBER_ROLES[role].name },
  { name: "Invited", cell: ({ created_at }) => ago(created_at) },
  { name: "Expires", cell: ({ expires_at }) => day(expires_at) },
  { name: "Revoke", cell: (invitation) => <Revoke organizationId={organizationId} invitation={invitation} /> },
];

const Revoke = ({ organizationId, invitation }: { organizationId: string; invitation: Invitation }) => (
  <ConfirmButton
    label="Revoke"
    about={`the invitation of ${invitation.email}`}
    title={`Revoke the invitation of ${invitation.email}?`}
    confirm="Revoke the invitation"
    action={useRevokeInvitation(organizationId, invitation.id)}
  >
    <p>The link stops working. You can invite them again.</p>
  </ConfirmButton>
);
