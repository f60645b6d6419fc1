import { Navigate, Outlet, useLocation } from "react-router";
import { ApiError } from "../api/errors";
import { useMe } from "../api/session";
import { ErrorMessage } from "../ui/notice";
import { Loading } from "../ui/progress";
import { Rail } from "./rail";
import styles from "./shell.module.css";

/** Everything behind the sign-in. Who is not signed in is brought back to this address afterwards. */
export const Shell = () => {
  const me = useMe();
  const { pathname, search } = useLocation();
  if (me.isPending) return <Waiting />;
  if (me.error instanceof ApiError && me.error.status === 401) {
    return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  }
  if (me.error) return <Unreachable error={me.error} retry={() => void me.refetch()} />;
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main" onClick={skipToMain}>
        Skip to the content
      </a>
      <Rail me={me.data} />
      <main id="main" tabIndex={-1} className={styles.main}>
        <div className={styles.neatline} aria-hidden="true" />
        <Outlet context={me.data} />
      </main>
    </div>
  );
};

// The page's <base> would turn a bare #main into an address of its own.
function skipToMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

const Waiting = () => (
  <main className={styles.waiting}>
    <Loading what="Quarterdeck" />
  </main>
);

const Unreachable = ({ error, retry }: { error: Error; retry: () => void }) => (
  <main className={styles.waiting}>
    <h1>Quarterdeck cannot be shown</h1>
    <ErrorMessage error={error} retry={retry} />
  </main>
);
