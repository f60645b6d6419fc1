import { useState } from "react";
import { Navigate, useSearchParams } from "react-router";
import { useMe } from "../../api/session";
import { Gate } from "../../shell/gate";
import { ByLink } from "./by-link";
import { ByPassword } from "./by-password";
import { ByProvider } from "./by-provider";
import { destination } from "./next";
import { Refused } from "./refused";
import { takeHash } from "./take-hash";

export const SignIn = () => {
  const [token] = useState(() => takeHash().get("token"));
  const [settled, setSettled] = useState(token === null);
  const [params] = useSearchParams();
  const me = useMe();
  const next = destination(params);
  // Not `me.data`: after a session has ended the answer of its better days is still there, beside the error.
  if (settled && me.isSuccess) return <Navigate to={next} replace />;
  return (
    <Gate title="Sign in">
      {token && !settled ? (
        <ByLink token={token} onDone={() => setSettled(true)} />
      ) : (
        <>
          <h1>Sign in</h1>
          <Refused code={params.get("error")} />
          <ByProvider next={next} />
          <ByPassword />
        </>
      )}
    </Gate>
  );
};
