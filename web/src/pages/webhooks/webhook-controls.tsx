import { useState } from "react";
import { useNavigate } from "react-router";
import type { Webhook } from "../../api/types";
import { useChangeWebhook, useDeleteWebhook, useRotateSecret, useTestWebhook } from "../../api/webhooks";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { Row } from "../../ui/layout";
import { Failure } from "../../ui/notice";
import { Sheet } from "../../ui/sheet";
import { EditWebhook } from "./edit-webhook";
import { SigningSecret } from "./signing-secret";

export const WebhookControls = ({ webhook }: { webhook: Webhook }) => {
  const [editing, setEditing] = useState(false);
  const change = useChangeWebhook(webhook);
  const test = useTestWebhook(webhook.id);
  const rotate = useRotateSecret(webhook.id);
  const error = change.error ?? test.error;
  return (
    <>
      <Row>
        <Button look="primary" isPending={test.isPending} onPress={() => test.mutate()}>
          Send a test event
        </Button>
        <Button onPress={() => setEditing(true)}>Edit</Button>
        <Button isPending={change.isPending} onPress={() => change.mutate({ enabled: !webhook.enabled })}>
          {webhook.enabled ? "Disable" : "Enable"}
        </Button>
        <Confirm
          label="Rotate the secret"
          title="Rotate the signing secret?"
          confirm="Rotate the secret"
          action={{ ...rotate, reset: () => {} }}
          look="plain"
          danger={false}
        >
          <p>You get a new one. For a day each delivery is signed with both, so that the receiver can change over in peace.</p>
        </Confirm>
        <Delete webhook={webhook} />
      </Row>
      <p role="status">{test.isSuccess && "The test event is on its way; it shows among the deliveries below."}</p>
      {error && <Failure error={error} />}
      <Sheet title="Edit the webhook" isOpen={editing} onClose={() => setEditing(false)}>
        <EditWebhook webhook={webhook} onSaved={() => setEditing(false)} />
      </Sheet>
      <SigningSecret secret={rotate.data?.secret ?? null} onDone={() => rotate.reset()} />
    </>
  );
};

const Delete = ({ webhook }: { webhook: Webhook }) => {
  const navigate = useNavigate();
  return (
    <Confirm
      label="Delete"
      title="Delete this webhook?"
      confirm="Delete the webhook"
      action={useDeleteWebhook(webhook.id)}
      look="danger"
      onDone={() => void navigate("/webhooks")}
    >
      <p>Nothing is sent to {webhook.url} any more, and the record of its deliveries is gone. This cannot be undone.</p>
    </Confirm>
  );
};
