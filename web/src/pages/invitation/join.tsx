import { useAcceptInvitation } from "../../api/members";
import { useSignOut } from "../../api/session";
import type { InvitationSummary, Me } from "../../api/types";
import { Button } from "../../ui/button";
import { Row } from "../../ui/layout";
import { Failure, Remark } from "../../ui/notice";

interface Props {
  token: string;
  invitation: InvitationSummary;
  me: Me;
  onDone: () => void;
}

export const Join = ({ token, invitation, me, onDone }: Props) => {
  const accept = useAcceptInvitation();
  const signOut = useSignOut();
  const isOther = me.email.toLowerCase() !== invitation.email.toLowerCase();
  return (
    <>
      <p>
        You are signed in as {me.name} ({me.email}).
      </p>
      {isOther && <Remark>The invitation is for {invitation.email}. Sign out, and open it with that account.</Remark>}
      {accept.error && <Failure error={accept.error} />}
      <Row>
        <Button
          look="primary"
          isDisabled={isOther}
          isPending={accept.isPending}
          onPress={() => accept.mutate({ token }, { onSuccess: onDone })}
        >
          Join {invitation.organization_name}
        </Button>
        <Button look="quiet" onPress={() => signOut.mutate()}>
          Sign out
        </Button>
      </Row>
    </>
  );
};
