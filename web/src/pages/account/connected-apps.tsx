import { useState } from "react";
import { useConnections, useDisconnect } from "../../api/identities";
import type { Connection } from "../../api/types";
import { meaningsOf } from "../../features/scopes/scopes";
import { ago, day } from "../../format/times";
import { ConfirmButton } from "../../ui/confirm-button";
import { Section, TwoLines } from "../../ui/layout";
import { EmptyState } from "../../ui/notice";
import { Pagination } from "../../ui/pagination";
import { QueryResult } from "../../ui/query-result";
import { type Column, Table } from "../../ui/table";

const PAGE_SIZE = 10;

export const ConnectedApps = () => {
  const [page, setPage] = useState(1);
  return (
    <Section title="Connected apps" lead="Assistants and other programs that you have let act for you.">
      <QueryResult query={useConnections(page, PAGE_SIZE)} what="connected apps">
        {({ items, total }) =>
          total === 0 ? (
            <EmptyState title="No app is connected">
              Give ChatGPT, Claude or another MCP client the address of this server, and it asks for your consent here.
            </EmptyState>
          ) : (
            <>
              <Table caption="Connected apps" columns={COLUMNS} rows={items} rowKey={({ id }) => id} />
              <Pagination what="connected apps" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
            </>
          )
        }
      </QueryResult>
    </Section>
  );
};

const COLUMNS: Column<Connection>[] = [
  { name: "App", wide: true, cell: (app) => <TwoLines first={app.client_name} second={app.redirect_host} /> },
  { name: "May", wide: true, cell: ({ scopes }) => meaningsOf(scopes) || "Know who you are" },
  { name: "Since", cell: ({ created_at }) => day(created_at) },
  { name: "Last used", cell: ({ last_used_at }) => (last_used_at ? ago(last_used_at) : "Never") },
  { name: "Revoke", cell: (app) => <Revoke app={app} /> },
];

const Revoke = ({ app }: { app: Connection }) => (
  <ConfirmButton
    label="Revoke"
    about={app.client_name}
    title={`Revoke ${app.client_name}?`}
    confirm={`Revoke ${app.client_name}`}
    action={useDisconnect(app.id)}
  >
    <p>It is refused within seconds and has to ask for your consent again.</p>
  </ConfirmButton>
);
