import { useState } from "react";
import { useEndSession, useMe, useSessions } from "../../api/session";
import type { Session } from "../../api/types";
import { ago, instant } from "../../format/times";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Failure } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { Loading } from "../../ui/progress";
import { Table, type Column } from "../../ui/table";
import styles from "./account.module.css";
import { PasswordForm } from "./password-form";

export const Account = () => (
  <Page title="Account" lead="Your password, and the places where you are signed in.">
    <PasswordSection />
    <Panel>
      <section className={styles.section} aria-labelledby="sessions">
        <h2 id="sessions">Sessions</h2>
        <Sessions />
      </section>
    </Panel>
  </Page>
);

const PasswordSection = () => {
  const [saved, setSaved] = useState(0);
  const me = useMe();
  return (
    <Panel>
      <section className={styles.section} aria-labelledby="password">
        <h2 id="password">Password</h2>
        <p role="status">{saved > 0 && "Saved. Your other sessions have been ended."}</p>
        <div className={styles.narrow}>
          <PasswordForm key={saved} needsCurrent={!me.data?.must_set_password} onDone={() => setSaved(saved + 1)} />
        </div>
      </section>
    </Panel>
  );
};

const Sessions = () => {
  const sessions = useSessions();
  if (sessions.isPending) return <Loading what="sessions" />;
  if (sessions.error) return <Failure error={sessions.error} retry={() => void sessions.refetch()} />;
  return <Table caption="Where you are signed in" columns={COLUMNS} rows={sessions.data.items} rowKey={({ id }) => id} />;
};

const COLUMNS: Column<Session>[] = [
  { name: "Browser or program", wide: true, cell: (session) => session.user_agent || "Unknown" },
  { name: "Address", cell: (session) => session.ip },
  { name: "Signed in", cell: (session) => instant(session.created_at) },
  { name: "Last used", cell: (session) => ago(session.last_used_at) },
  { name: "End it", cell: (session) => (session.current ? <Badge tone="good">This one</Badge> : <End id={session.id} />) },
];

const End = ({ id }: { id: string }) => {
  const end = useEndSession();
  return (
    <Button look="quiet" onPress={() => end.mutate(id)} isPending={end.isPending}>
      End session
    </Button>
  );
};
