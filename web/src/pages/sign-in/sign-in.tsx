import { useEffect, useState } from "react";
import { Navigate, useSearchParams } from "react-router";
import { useMe } from "../../api/session";
import { Mark } from "../../shell/mark";
import { ByLink } from "./by-link";
import { ByPassword } from "./by-password";
import { safeNext } from "./next";
import { Soundings } from "./soundings";
import styles from "./sign-in.module.css";

/** The one-time token stands after the #, so that it reaches no server log; it is read once and wiped. */
function takeToken(): string | null {
  const token = new URLSearchParams(window.location.hash.slice(1)).get("token");
  if (token) window.history.replaceState(null, "", window.location.pathname + window.location.search);
  return token;
}

export const SignIn = () => {
  const [token] = useState(takeToken);
  const [settled, setSettled] = useState(token === null);
  const [params] = useSearchParams();
  const me = useMe();
  useEffect(() => {
    document.title = "Sign in · Quarterdeck";
  }, []);
  // Not `me.data`: after a session has ended the answer of its better days is still there, beside the error.
  if (settled && me.isSuccess) return <Navigate to={safeNext(params.get("next"))} replace />;
  return (
    <div className={styles.page}>
      <header className={styles.sea}>
        <Soundings />
        <Mark />
        <p className={styles.motto}>Where the crew, human and otherwise, sees where the ship is going.</p>
      </header>
      <main className={styles.main}>
        {token && !settled ? <ByLink token={token} onDone={() => setSettled(true)} /> : <ByPassword />}
      </main>
    </div>
  );
};
