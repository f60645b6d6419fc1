import { useEffect, useRef, useState } from "react";
import { Link, Navigate } from "react-router";
import { useValidateToken } from "../../api/session";
import { Gate } from "../../shell/gate";
import { Failure, Remark } from "../../ui/notice";
import { Loading } from "../../ui/progress";
import { ownPath } from "./next";
import { takeHash } from "./take-hash";

/** The provider agreed; its one-time token becomes a session, and the reader goes on to where they were going. */
export const SignedIn = () => {
  const [hash] = useState(takeHash);
  const token = hash.get("token");
  const enter = useValidateToken();
  const spent = useRef(false);
  useEffect(() => {
    if (token === null || spent.current) return; // it works once
    spent.current = true;
    enter.mutate(token);
  }, [enter, token]);
  if (enter.isSuccess) return <Navigate to={ownPath(hash.get("return_to"))} replace />;
  return (
    <Gate title="Signing in">
      <h1>Signing in</h1>
      {token === null && <Remark>This page is the end of a sign-in elsewhere, and cannot be loaded again.</Remark>}
      {enter.error && <Failure error={enter.error} />}
      {token === null || enter.error ? <Link to="/sign-in">Sign in again</Link> : <Loading what="your account" />}
    </Gate>
  );
};
