import { useState } from "react";
import { useInboxDeliveries, useInboxSources } from "../../api/inbox";
import type { InboxDelivery } from "../../api/types";
import { ago } from "../../format/times";
import { Button } from "../../ui/button";
import { Filters, Section } from "../../ui/layout";
import { EmptyState } from "../../ui/notice";
import { Pagination } from "../../ui/pagination";
import { QueryResult } from "../../ui/query-result";
import { type Option, Select } from "../../ui/select";
import { type Column, Table } from "../../ui/table";
import { InboxDeliveryDrawer } from "./inbox-delivery";
import { INBOX_STATES, InboxState } from "./inbox-state";

const ALL = "all";
const PAGE_SIZE = 20;

const STATE_OPTIONS: Option<string>[] = [
  { id: ALL, name: "Every state" },
  ...Object.entries(INBOX_STATES).map(([id, { name }]) => ({ id, name })),
];

export const InboxDeliveries = () => {
  const [page, setPage] = useState(1);
  const [opened, setOpened] = useState<string | null>(null);
  const [source, setSource] = useState(ALL);
  const [state, setState] = useState(ALL);
  const sources = useInboxSources(1, 100).data?.items ?? [];
  const filter = {
    source_id: source === ALL ? undefined : source,
    state: state === ALL ? undefined : (state as InboxDelivery["state"]),
  };
  const put = (set: (value: string) => void) => (value: string) => {
    set(value);
    setPage(1);
  };
  return (
    <Section title="Received" lead="Each delivery is kept as it came before anything is done with it, and only once.">
      <Filters>
        <Select label="Source" options={[{ id: ALL, name: "Every source" }, ...sources]} value={source} onChange={put(setSource)} />
        <Select label="State" options={STATE_OPTIONS} value={state} onChange={put(setState)} />
      </Filters>
      <QueryResult query={useInboxDeliveries(filter, page, PAGE_SIZE)} what="deliveries">
        {({ items, total }) =>
          total === 0 ? (
            <EmptyState title="Nothing received">As soon as a source posts something with a true signature, it stands here.</EmptyState>
          ) : (
            <>
              <Table
                caption="Received deliveries"
                columns={columns(new Map(sources.map(({ id, name }) => [id, name])), setOpened)}
                rows={items}
                rowKey={({ id }) => id}
              />
              <Pagination what="deliveries" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
            </>
          )
        }
      </QueryResult>
      {opened !== null && <InboxDeliveryDrawer id={opened} onClose={() => setOpened(null)} />}
    </Section>
  );
};

const columns = (names: ReadonlyMap<string, string>, onOpen: (id: string) => void): Column<InboxDelivery>[] => [
  { name: "Source", wide: true, cell: ({ source_id }) => names.get(source_id) ?? source_id },
  { name: "Event", cell: ({ event_type }) => <code>{event_type}</code> },
  { name: "State", wide: true, cell: ({ state, error }) => <InboxState state={state} error={error} /> },
  { name: "Received", cell: ({ received_at }) => ago(received_at) },
  {
    name: "Details",
    cell: (delivery) => (
      <Button variant="quiet" aria-label={`Details of ${delivery.event_type}`} onPress={() => onOpen(delivery.id)}>
        Details
      </Button>
    ),
  },
];
