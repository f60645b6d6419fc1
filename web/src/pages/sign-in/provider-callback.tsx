import { useEffect, useRef, useState } from "react";
import { Link, Navigate } from "react-router";
import { useValidateToken } from "../../api/session";
import { AuthLayout } from "../../features/sign-in/auth-layout";
import { consumeFragment } from "../../features/sign-in/consume-fragment";
import { Callout, ErrorMessage } from "../../ui/notice";
import { Loading } from "../../ui/progress";
import { safeServerRedirect } from "./safe-redirect";

/** The provider agreed; its one-time token becomes a session, and the reader goes on to where they were going. */
export const ProviderCallback = () => {
  const [hash] = useState(consumeFragment);
  const token = hash.get("token");
  const enter = useValidateToken();
  const spent = useRef(false);
  useEffect(() => {
    if (token === null || spent.current) return; // it works once
    spent.current = true;
    enter.mutate(token);
  }, [enter, token]);
  if (enter.isSuccess) return <Navigate to={safeServerRedirect(hash.get("return_to"))} replace />;
  return (
    <AuthLayout title="Signing in">
      <h1>Signing in</h1>
      {token === null && <Callout>This page is the end of a sign-in elsewhere, and cannot be loaded again.</Callout>}
      {enter.error && <ErrorMessage error={enter.error} />}
      {token === null || enter.error ? <Link to="/sign-in">Sign in again</Link> : <Loading what="your account" />}
    </AuthLayout>
  );
};
