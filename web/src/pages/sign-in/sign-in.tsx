import { useState } from "react";
import { Navigate, useSearchParams } from "react-router";
import { useMe } from "../../api/session";
import { AuthLayout } from "../../features/sign-in/auth-layout";
import { consumeFragment } from "../../features/sign-in/consume-fragment";
import { PasswordSignIn } from "../../features/sign-in/password-sign-in";
import { ProviderLinks } from "../../features/sign-in/provider-links";
import { SignInError } from "../../features/sign-in/sign-in-error";
import { LinkSignIn } from "./link-sign-in";
import { redirectTarget } from "./safe-redirect";

export const SignIn = () => {
  const [token] = useState(() => consumeFragment().get("token"));
  const [settled, setSettled] = useState(token === null);
  const [params] = useSearchParams();
  const me = useMe();
  const next = redirectTarget(params);
  // Not `me.data`: after a session has ended the answer of its better days is still there, beside the error.
  if (settled && me.isSuccess) return <Navigate to={next} replace />;
  return (
    <AuthLayout title="Sign in">
      {token && !settled ? (
        <LinkSignIn token={token} onDone={() => setSettled(true)} />
      ) : (
        <>
          <h1>Sign in</h1>
          <SignInError code={params.get("error")} />
          <ProviderLinks next={next} />
          <PasswordSignIn />
        </>
      )}
    </AuthLayout>
  );
};
