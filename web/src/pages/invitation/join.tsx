import { useSignOut } from "../../api/session";
import type { InvitationSummary, Me } from "../../api/types";
import { Button } from "../../ui/button";
import { Row } from "../../ui/layout";
import { Callout, ErrorMessage } from "../../ui/notice";

interface Props {
  invitation: InvitationSummary;
  me: Me;
  accept: { error: Error | null; isPending: boolean };
  onJoin: () => void;
  onLeft: () => void;
}

export const Join = ({ invitation, me, accept, onJoin, onLeft }: Props) => {
  const signOut = useSignOut();
  const isOther = me.email !== invitation.email;
  return (
    <>
      <p>
        You are signed in as {me.name} ({me.email}).
      </p>
      {isOther && <Callout>The invitation is for {invitation.email}. Sign out, and open it with that account.</Callout>}
      {accept.error && <ErrorMessage error={accept.error} />}
      <Row>
        <Button variant="primary" isDisabled={isOther} isPending={accept.isPending} onPress={onJoin}>
          Join {invitation.organization_name}
        </Button>
        <Button variant="quiet" onPress={() => signOut.mutate(undefined, { onSettled: onLeft })}>
          Sign out
        </Button>
      </Row>
    </>
  );
};
