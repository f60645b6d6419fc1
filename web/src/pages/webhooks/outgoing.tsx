import { useState } from "react";
import { Link } from "react-router";
import type { IssuedWebhook, Webhook } from "../../api/types";
import { useWebhooks } from "../../api/webhooks";
import { describeEventTypes } from "../../features/event-types/event-types";
import { day } from "../../format/times";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { Row, Stack } from "../../ui/layout";
import { EmptyState } from "../../ui/notice";
import { Panel } from "../../ui/page";
import { Pagination } from "../../ui/pagination";
import { QueryResult } from "../../ui/query-result";
import { type Column, Table } from "../../ui/table";
import { WHY_DISABLED } from "./labels";
import { NewWebhookForm } from "./new-webhook";
import { SigningSecret } from "./signing-secret";
import styles from "./webhooks.module.css";

type Step = { at: "idle" } | { at: "asking" } | { at: "shown"; webhook: IssuedWebhook };

const IDLE: Step = { at: "idle" };
const PAGE_SIZE = 20;

export const Outgoing = () => {
  const [step, setStep] = useState<Step>(IDLE);
  const close = () => setStep(IDLE);
  return (
    <Panel>
      <Stack>
        <Row>
          <Button variant="primary" onPress={() => setStep({ at: "asking" })}>
            <Icon name="add" /> Add a webhook
          </Button>
        </Row>
        <List />
      </Stack>
      <Dialog title="Add a webhook" isOpen={step.at === "asking"} onClose={close}>
        <NewWebhookForm onAdded={(webhook) => setStep({ at: "shown", webhook })} />
      </Dialog>
      <SigningSecret secret={step.at === "shown" ? step.webhook.secret : null} onDone={close} />
    </Panel>
  );
};

const List = () => {
  const [page, setPage] = useState(1);
  return (
    <QueryResult query={useWebhooks(page, PAGE_SIZE)} what="webhooks">
      {({ items, total }) =>
        total === 0 ? (
          <EmptyState title="No webhooks yet">
            Name an address, and this server posts each event there, signed so that the receiver can tell it is from here.
            What is refused is sent again, for a day and longer.
          </EmptyState>
        ) : (
          <>
            <Table caption="Webhooks" columns={COLUMNS} rows={items} rowKey={({ id }) => id} />
            <Pagination what="webhooks" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
          </>
        )
      }
    </QueryResult>
  );
};

const COLUMNS: Column<Webhook>[] = [
  {
    name: "Address",
    wide: true,
    cell: ({ id, url, description }) => (
      <>
        <Link className={styles.address} to={`/webhooks/${id}`}>
          {url}
        </Link>
        {description && <div>{description}</div>}
      </>
    ),
  },
  { name: "Events", wide: true, cell: ({ event_types }) => describeEventTypes(event_types) },
  { name: "State", cell: (webhook) => <WebhookState webhook={webhook} /> },
  { name: "Added", cell: ({ created_at }) => day(created_at) },
];

export const WebhookState = ({ webhook }: { webhook: Webhook }) =>
  webhook.enabled ? (
    <Badge tone="good">Enabled</Badge>
  ) : (
    <Badge tone="bad" title={webhook.disabled_reason ? WHY_DISABLED[webhook.disabled_reason] : undefined}>
      Disabled
    </Badge>
  );
