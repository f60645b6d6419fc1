import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useAcceptInvitation, useInvitation } from "../../api/members";
import { useMe } from "../../api/session";
import type { InvitationSummary } from "../../api/types";
import { MEMBER_ROLES } from "../../features/roles";
import { AuthLayout } from "../../features/sign-in/auth-layout";
import { PasswordSignIn } from "../../features/sign-in/password-sign-in";
import { ProviderLinks } from "../../features/sign-in/provider-links";
import { day } from "../../format/times";
import { DescriptionList } from "../../ui/description-list";
import { Callout } from "../../ui/notice";
import { Loading } from "../../ui/progress";
import { QueryResult } from "../../ui/query-result";
import { Join } from "./join";
import { type Account, NewAccount } from "./new-account";
import { forgetInvitation, invitationToken } from "./token";

export const InvitationPage = () => {
  const [token] = useState(invitationToken);
  return (
    <AuthLayout title="Invitation">
      {token === null ? (
        <>
          <h1>Invitation</h1>
          <Callout>The address holds no invitation. Open the link again as it was sent to you.</Callout>
          <Link to="/sign-in">Sign in</Link>
        </>
      ) : (
        <LoadedInvitation token={token} />
      )}
    </AuthLayout>
  );
};

const LoadedInvitation = ({ token }: { token: string }) => (
  <QueryResult query={useInvitation(token)} what="your invitation">
    {(invitation) => (
      <>
        <h1>Join {invitation.organization_name}</h1>
        <DescriptionList
          items={[
            ["For", invitation.email],
            ["Role", `${MEMBER_ROLES[invitation.role].name}: ${MEMBER_ROLES[invitation.role].meaning}`],
            ["Good until", day(invitation.expires_at)],
          ]}
        />
        <AcceptInvitation token={token} invitation={invitation} />
      </>
    )}
  </QueryResult>
);

/** Signed in: join. Else sign in first, or make an account where the link allows it. */
const AcceptInvitation = ({ token, invitation }: { token: string; invitation: InvitationSummary }) => {
  const me = useMe();
  const navigate = useNavigate();
  const accept = useAcceptInvitation(); // here, since who is signed in, and so what is shown below, changes with it
  const send = (account: Account) =>
    accept.mutate(
      { token, ...account },
      {
        onSuccess: () => {
          forgetInvitation();
          void navigate("/organization");
        },
      },
    );
  if (me.isPending) return <Loading what="your account" />;
  if (me.isSuccess) {
    return <Join invitation={invitation} me={me.data} accept={accept} onJoin={() => send({})} onLeft={() => void me.refetch()} />;
  }
  if (!invitation.sign_in_first) return <NewAccount accept={accept} onSend={send} />;
  return (
    <>
      <p>Sign in as {invitation.email}, then join. If you have no account here, ask an administrator for one.</p>
      <ProviderLinks next="/invitation" />
      <PasswordSignIn />
    </>
  );
};
