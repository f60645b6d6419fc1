import { useState } from "react";
import { useEndSession, useSessions } from "../../api/session";
import type { Session } from "../../api/types";
import { ago, instant } from "../../format/times";
import { Badge } from "../../ui/badge";
import { Confirm } from "../../ui/confirm";
import { Section, TwoLines } from "../../ui/layout";
import { Pager } from "../../ui/pager";
import { Read } from "../../ui/read";
import { Table, type Column } from "../../ui/table";
import { programOf } from "./program";

const PAGE_SIZE = 10;

export const Sessions = () => {
  const [page, setPage] = useState(1);
  return (
    <Section title="Sessions" lead="Where you are signed in. End what you do not recognise, then change your password.">
      <Read query={useSessions(page, PAGE_SIZE)} what="sessions">
        {({ items, total }) => (
          <>
            <Table caption="Where you are signed in" columns={COLUMNS} rows={items} rowKey={({ id }) => id} />
            <Pager what="sessions" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
          </>
        )}
      </Read>
    </Section>
  );
};

const KINDS: Record<Session["kind"], string> = { console: "Console", token: "A program’s token" };

const COLUMNS: Column<Session>[] = [
  {
    name: "Browser or program",
    wide: true,
    cell: ({ user_agent, kind }) => (
      <TwoLines first={<span title={user_agent}>{programOf(user_agent)}</span>} second={KINDS[kind]} />
    ),
  },
  { name: "Address", cell: ({ ip }) => ip },
  { name: "Signed in", cell: ({ created_at }) => instant(created_at) },
  { name: "Last used", cell: ({ last_used_at }) => ago(last_used_at) },
  { name: "End it", cell: (session) => (session.current ? <Badge tone="good">This one</Badge> : <End session={session} />) },
];

const End = ({ session }: { session: Session }) => (
  <Confirm
    label="End session"
    about={`of ${programOf(session.user_agent)}`}
    title="End this session?"
    confirm="End the session"
    action={useEndSession(session.id)}
  >
    <p>
      {programOf(session.user_agent)} at {session.ip} has to sign in again.
    </p>
  </Confirm>
);
