import { useState } from "react";
import { useInvitations, useRevokeInvitation } from "../../api/members";
import type { Invitation, IssuedInvitation, Organization } from "../../api/types";
import { MEMBER_ROLES } from "../../format/roles";
import { ago, day } from "../../format/times";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { Icon } from "../../ui/icon";
import { Row, Stack } from "../../ui/layout";
import { Empty } from "../../ui/notice";
import { Panel } from "../../ui/page";
import { Pager } from "../../ui/pager";
import { Read } from "../../ui/read";
import { Secret } from "../../ui/secret";
import { Sheet } from "../../ui/sheet";
import { Table, type Column } from "../../ui/table";
import { Invite } from "./invite";

type Step = { at: "rest" } | { at: "asking" } | { at: "shown"; invitation: IssuedInvitation };

const REST: Step = { at: "rest" };
const PAGE_SIZE = 20;

export const Invitations = ({ organization }: { organization: Organization }) => {
  const [step, setStep] = useState<Step>(REST);
  const rest = () => setStep(REST);
  const shown = step.at === "shown" ? step.invitation : null;
  return (
    <Panel>
      <Stack>
        <Row>
          <Button look="primary" onPress={() => setStep({ at: "asking" })}>
            <Icon name="add" /> Invite someone
          </Button>
        </Row>
        <List organizationId={organization.id} />
      </Stack>
      <Sheet title={`Invite to ${organization.name}`} isOpen={step.at === "asking"} onClose={rest}>
        <Invite organizationId={organization.id} onInvited={(invitation) => setStep({ at: "shown", invitation })} />
      </Sheet>
      <Secret title="Invitation link" what="the link" text={shown?.link ?? null} onDone={rest}>
        <p>Send it to {shown?.email}: this server sends no mail. It works once and is not shown again.</p>
      </Secret>
    </Panel>
  );
};

const List = ({ organizationId }: { organizationId: string }) => {
  const [page, setPage] = useState(1);
  return (
    <Read query={useInvitations(organizationId, page, PAGE_SIZE)} what="invitations">
      {({ items, total }) =>
        total === 0 ? (
          <Empty title="No open invitations">
            Invite by e-mail address. The link lets them join with their account, or make one where this server allows it.
          </Empty>
        ) : (
          <>
            <Table caption="Open invitations" columns={columns(organizationId)} rows={items} rowKey={({ id }) => id} />
            <Pager what="invitations" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
          </>
        )
      }
    </Read>
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
  <Confirm
    label="Revoke"
    about={`the invitation of ${invitation.email}`}
    title={`Revoke the invitation of ${invitation.email}?`}
    confirm="Revoke the invitation"
    action={useRevokeInvitation(organizationId, invitation.id)}
  >
    <p>The link stops working. You can invite them again.</p>
  </Confirm>
);
