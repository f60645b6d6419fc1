import { useState } from "react";
import type { Delivery } from "../../api/types";
import { useDeliveries, useRedeliver } from "../../api/webhooks";
import { decimal, plural } from "../../format/numbers";
import { ago, instant } from "../../format/times";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { DescriptionList } from "../../ui/description-list";
import { Dialog } from "../../ui/dialog";
import { Filters, Section } from "../../ui/layout";
import { EmptyState, ErrorMessage } from "../../ui/notice";
import { Pagination } from "../../ui/pagination";
import { QueryResult } from "../../ui/query-result";
import { Select } from "../../ui/select";
import { type Column, Table } from "../../ui/table";
import { ALL, STATE_OPTIONS, STATES, WENT_WRONG } from "./labels";
import styles from "./webhooks.module.css";

const PAGE_SIZE = 20;

export const Deliveries = ({ webhookId }: { webhookId: string }) => {
  const [page, setPage] = useState(1);
  const [opened, setOpened] = useState<string | null>(null);
  const [state, setState] = useState<Delivery["state"] | typeof ALL>(ALL);
  const deliveries = useDeliveries(webhookId, state === ALL ? undefined : state, page, PAGE_SIZE);
  const shown = deliveries.data?.items.find(({ id }) => id === opened);
  return (
    <Section title="Deliveries" lead="What was sent, and what the receiver answered.">
      <Filters>
        <Select
          label="State"
          options={STATE_OPTIONS}
          value={state}
          onChange={(chosen) => {
            setState(chosen);
            setPage(1);
          }}
        />
      </Filters>
      <QueryResult query={deliveries} what="deliveries">
        {({ items, total }) =>
          total === 0 ? (
            <EmptyState title="Nothing sent">The next event that fits is sent at once. A test event can be sent now.</EmptyState>
          ) : (
            <>
              <Table caption="Deliveries" columns={columns(setOpened)} rows={items} rowKey={({ id }) => id} />
              <Pagination what="deliveries" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
            </>
          )
        }
      </QueryResult>
      {shown && <DeliveryDrawer webhookId={webhookId} delivery={shown} onClose={() => setOpened(null)} />}
    </Section>
  );
};

const State = ({ state }: Pick<Delivery, "state">) => <Badge tone={STATES[state].tone}>{STATES[state].name}</Badge>;

const columns = (onOpen: (id: string) => void): Column<Delivery>[] => [
  { name: "Event", wide: true, cell: ({ event_type }) => <code>{event_type}</code> },
  { name: "State", cell: ({ state }) => <State state={state} /> },
  { name: "Answer", cell: ({ response_status, error }) => response_status ?? (error ? WENT_WRONG[error] : "—") },
  { name: "Took", figures: true, cell: ({ response_ms }) => (response_ms === null ? "—" : `${decimal(response_ms)} ms`) },
  { name: "Tries", figures: true, cell: ({ attempts }) => attempts },
  { name: "Begun", cell: ({ created_at }) => ago(created_at) },
  {
    name: "Details",
    cell: (delivery) => (
      <Button variant="quiet" aria-label={`Details of ${delivery.event_type}`} onPress={() => onOpen(delivery.id)}>
        Details
      </Button>
    ),
  },
];

interface SheetProps {
  webhookId: string;
  delivery: Delivery;
  onClose: () => void;
}

const DeliveryDrawer = ({ webhookId, delivery, onClose }: SheetProps) => {
  const again = useRedeliver(webhookId);
  return (
    <Dialog title={delivery.event_type} shape="drawer" isOpen onClose={onClose}>
      <DescriptionList
        items={[
          ["State", <State state={delivery.state} />],
          ["Begun", instant(delivery.created_at)],
          ["Finished", delivery.finished_at && instant(delivery.finished_at)],
          ["Next try", delivery.next_attempt_at && instant(delivery.next_attempt_at)],
          ["Tries", plural(delivery.attempts, "try", "tries")],
          ["What went wrong", delivery.error && WENT_WRONG[delivery.error]],
          ["Answer", delivery.response_status && `Status ${delivery.response_status}`],
          ["Event", <code>{delivery.event_id}</code>],
        ]}
      />
      {delivery.response_excerpt && (
        <Section title="What the receiver said">
          <pre className={styles.excerpt} tabIndex={0}>
            {delivery.response_excerpt}
          </pre>
        </Section>
      )}
      {again.error && <ErrorMessage error={again.error} />}
      <div>
        <Button
          variant="primary"
          isPending={again.isPending}
          isDisabled={delivery.state === "pending"}
          onPress={() => again.mutate(delivery.id, { onSuccess: onClose })}
        >
          Deliver again
        </Button>
      </div>
    </Dialog>
  );
};
