import { useState } from "react";
import { Link } from "react-router";
import type { IssuedWebhook, Webhook } from "../../api/types";
import { useWebhooks } from "../../api/webhooks";
import { day } from "../../format/times";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Row, Stack } from "../../ui/layout";
import { Empty } from "../../ui/notice";
import { Panel } from "../../ui/page";
import { Pager } from "../../ui/pager";
import { Read } from "../../ui/read";
import { Sheet } from "../../ui/sheet";
import { Table, type Column } from "../../ui/table";
import { said } from "./event-types";
import { SigningSecret } from "./signing-secret";
import { NewWebhookForm } from "./new-webhook";
import styles from "./webhooks.module.css";
import { WHY_DISABLED } from "./words";

type Step = { at: "rest" } | { at: "asking" } | { at: "shown"; webhook: IssuedWebhook };

const REST: Step = { at: "rest" };
const PAGE_SIZE = 20;

export const Outgoing = () => {
  const [step, setStep] = useState<Step>(REST);
  const rest = () => setStep(REST);
  return (
    <Panel>
      <Stack>
        <Row>
          <Button look="primary" onPress={() => setStep({ at: "asking" })}>
            <Icon name="add" /> Add a webhook
          </Button>
        </Row>
        <List />
      </Stack>
      <Sheet title="Add a webhook" isOpen={step.at === "asking"} onClose={rest}>
        <NewWebhookForm onAdded={(webhook) => setStep({ at: "shown", webhook })} />
      </Sheet>
      <SigningSecret secret={step.at === "shown" ? step.webhook.secret : null} onDone={rest} />
    </Panel>
  );
};

const List = () => {
  const [page, setPage] = useState(1);
  return (
    <Read query={useWebhooks(page, PAGE_SIZE)} what="webhooks">
      {({ items, total }) =>
        total === 0 ? (
          <Empty title="No webhooks yet">
            Name an address, and this server posts each event there, signed so that the receiver can tell it is from here.
            What is refused is sent again, for a day and longer.
          </Empty>
        ) : (
          <>
            <Table caption="Webhooks" columns={COLUMNS} rows={items} rowKey={({ id }) => id} />
            <Pager what="webhooks" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
          </>
        )
      }
    </Read>
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
  { name: "Events", wide: true, cell: ({ event_types }) => said(event_types) },
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
