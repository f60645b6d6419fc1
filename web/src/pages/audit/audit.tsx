import { useState } from "react";
import { useAudit } from "../../api/audit";
import type { AuditEvent } from "../../api/types";
import { useUsers } from "../../api/users";
import { count } from "../../format/numbers";
import { instant } from "../../format/times";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { TwoLines } from "../../ui/layout";
import { EmptyState } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { Pagination } from "../../ui/pagination";
import { QueryResult } from "../../ui/query-result";
import { pageOf, useFilterParams } from "../../ui/search-params";
import { type Column, Table } from "../../ui/table";
import { AuditFilters } from "./audit-filters";
import styles from "./audit.module.css";
import { EventDrawer } from "./event-drawer";
import { readFilter } from "./filter";
import { Verify } from "./verify";

const PAGE_SIZE = 25;

export const Audit = () => {
  const [opened, setOpened] = useState<AuditEvent | null>(null);
  return (
    <Page
      title="Audit log"
      lead="Who did what, newest first. Each row is chained to the one before, so that a change of any shows."
      actions={<Verify />}
    >
      <Panel>
        <AuditFilters />
        <Rows onOpen={setOpened} />
      </Panel>
      {opened && <EventDrawer event={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
};

const Rows = ({ onOpen }: { onOpen: (event: AuditEvent) => void }) => {
  const [params, change] = useFilterParams();
  const page = pageOf(params);
  const names = useNames();
  return (
    <QueryResult query={useAudit(readFilter(params), page, PAGE_SIZE)} what="the audit log">
      {({ items, total }) =>
        total === 0 ? (
          <EmptyState title="No such rows">Nothing was recorded that fits these filters. They match whole words only.</EmptyState>
        ) : (
          <>
            <Table caption="Audit log" columns={columns(names, onOpen)} rows={items} rowKey={({ seq }) => String(seq)} />
            <Pagination what="rows" page={page} pageSize={PAGE_SIZE} total={total} onPage={(to) => change({ page: String(to) })} />
          </>
        )
      }
    </QueryResult>
  );
};

type Names = ReadonlyMap<string, string>;

const useNames = (): Names => {
  const users = useUsers({ page: 1, page_size: 100 }).data?.items ?? [];
  return new Map(users.map(({ id, name }) => [id, name]));
};

const columns = (names: Names, onOpen: (event: AuditEvent) => void): Column<AuditEvent>[] => [
  { name: "Row", figures: true, cell: ({ seq }) => count(seq) },
  { name: "When", cell: ({ time }) => instant(time) },
  { name: "Who", wide: true, cell: (event) => <ActorCell event={event} names={names} /> },
  { name: "Did", wide: true, cell: (event) => <ActionCell event={event} /> },
  { name: "Outcome", cell: ({ outcome }) => <Outcome outcome={outcome} /> },
  {
    name: "Facts",
    cell: (event) => (
      <Button variant="quiet" aria-label={`Facts of row ${event.seq}`} onPress={() => onOpen(event)}>
        Facts
      </Button>
    ),
  },
];

const ActorCell = ({ event, names }: { event: AuditEvent; names: Names }) => {
  if (event.actor_id === null) return event.peer ? `Nobody signed in, from ${event.peer}` : "The server";
  return <TwoLines first={names.get(event.actor_id) ?? event.actor_id} second={event.peer} />;
};

const ActionCell = ({ event }: { event: AuditEvent }) => (
  <>
    <code>{event.action}</code> <span className={styles.soft}>{event.object_type}</span>
  </>
);

export const Outcome = ({ outcome }: { outcome: string }) => (
  <Badge tone={outcome === "success" ? "good" : "bad"}>{outcome}</Badge>
);
