import { useState } from "react";
import { useEndSession, useSessions } from "../../api/session";
import type { Session } from "../../api/types";
import { ago, instant } from "../../format/times";
import { Badge } from "../../ui/badge";
import { ConfirmButton } from "../../ui/confirm-button";
import { Section, TwoLines } from "../../ui/layout";
import { Pagination } from "../../ui/pagination";
import { QueryResult } from "../../ui/query-result";
import { type Column, Table } from "../../ui/table";
import { describeUserAgent } from "./user-agent";

const PAGE_SIZE = 10;

export const Sessions = () => {
  const [page, setPage] = useState(1);
  return (
    <Section title="Sessions" lead="Where you are signed in. End what you do not recognise, then change your password.">
      <QueryResult query={useSessions(page, PAGE_SIZE)} what="sessions">
        {({ items, total }) => (
          <>
            <Table caption="Where you are signed in" columns={COLUMNS} rows={items} rowKey={({ id }) => id} />
            <Pagination what="sessions" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
          </>
        )}
      </QueryResult>
    </Section>
  );
};

const KINDS: Record<Session["kind"], string> = { console: "Console", token: "A program’s token" };

const COLUMNS: Column<Session>[] = [
  {
    name: "Browser or program",
    wide: true,
    cell: ({ user_agent, kind }) => (
      <TwoLines first={<span title={user_agent}>{describeUserAgent(user_agent)}</span>} second={KINDS[kind]} />
    ),
  },
  { name: "Address", cell: ({ ip }) => ip },
  { name: "Signed in", cell: ({ created_at }) => instant(created_at) },
  { name: "Last used", cell: ({ last_used_at }) => ago(last_used_at) },
  { name: "End it", cell: (session) => (session.current ? <Badge tone="good">This one</Badge> : <End session={session} />) },
];

const End = ({ session }: { session: Session }) => (
  <ConfirmButton
    label="End session"
    about={`of ${describeUserAgent(session.user_agent)}`}
    title="End this session?"
    confirm="End the session"
    action={useEndSession(session.id)}
  >
    <p>
      {describeUserAgent(session.user_agent)} at {session.ip} has to sign in again.
    </p>
  </ConfirmButton>
);
