import { Link, useParams } from "react-router";
import type { Webhook } from "../../api/types";
import { useWebhook } from "../../api/webhooks";
import { describeEventTypes } from "../../features/event-types/event-types";
import { instant } from "../../format/times";
import { DescriptionList } from "../../ui/description-list";
import { Stack } from "../../ui/layout";
import { ErrorMessage } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { Loading } from "../../ui/progress";
import { Deliveries } from "./deliveries";
import { WHY_DISABLED } from "./labels";
import { WebhookState } from "./outgoing";
import { WebhookControls } from "./webhook-controls";
import styles from "./webhooks.module.css";

export const WebhookPage = () => {
  const { id } = useParams();
  const webhook = useWebhook(id!);
  if (webhook.isPending) return <Loading what="the webhook" />;
  if (webhook.error) {
    return (
      <Page title="Webhook" lead={<Link to="/webhooks">All webhooks</Link>}>
        <ErrorMessage error={webhook.error} retry={() => void webhook.refetch()} />
      </Page>
    );
  }
  return <Loaded webhook={webhook.data} />;
};

const Loaded = ({ webhook }: { webhook: Webhook }) => (
  <Page title={new URL(webhook.url).host} lead={<Link to="/webhooks">All webhooks</Link>}>
    <Panel>
      <Stack>
        <DescriptionList
          items={[
            ["Address", <code>{webhook.url}</code>],
            ["What it is for", webhook.description],
            ["Events", describeEventTypes(webhook.event_types)],
            ["State", <WebhookState webhook={webhook} />],
            ["Why disabled", webhook.disabled_reason && <span className={styles.reason}>{WHY_DISABLED[webhook.disabled_reason]}</span>],
            ["Failing since", webhook.failing_since && instant(webhook.failing_since)],
            ["Added", instant(webhook.created_at)],
            ["Changed", webhook.updated_at !== webhook.created_at && instant(webhook.updated_at)],
          ]}
        />
        <WebhookControls webhook={webhook} />
      </Stack>
    </Panel>
    <Panel>
      <Deliveries webhookId={webhook.id} />
    </Panel>
  </Page>
);
