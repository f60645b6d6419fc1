import { useState } from "react";
import { useNavigate } from "react-router";
import type { Webhook } from "../../api/types";
import { useChangeWebhook, useDeleteWebhook, useRotateSecret, useTestWebhook } from "../../api/webhooks";
import { Button } from "../../ui/button";
import { ConfirmButton } from "../../ui/confirm-button";
import { Dialog } from "../../ui/dialog";
import { Row } from "../../ui/layout";
import { ErrorMessage } from "../../ui/notice";
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
        <Button variant="primary" isPending={test.isPending} onPress={() => test.mutate()}>
          Send a test event
        </Button>
        <Button onPress={() => setEditing(true)}>Edit</Button>
        <Button isPending={change.isPending} onPress={() => change.mutate({ enabled: !webhook.enabled })}>
          {webhook.enabled ? "Disable" : "Enable"}
        </Button>
        <ConfirmButton
          label="Rotate the secret"
          title="Rotate the signing secret?"
          confirm="Rotate the secret"
          action={{ ...rotate, reset: () => {} }}
          variant="plain"
          danger={false}
        >
          <p>You get a new one. For a day each delivery is signed with both, so that the receiver can change over in peace.</p>
        </ConfirmButton>
        <Delete webhook={webhook} />
      </Row>
      <p role="status">{test.isSuccess && "The test event is on its way; it shows among the deliveries below."}</p>
      {error && <ErrorMessage error={error} />}
      <Dialog title="Edit the webhook" isOpen={editing} onClose={() => setEditing(false)}>
        <EditWebhook webhook={webhook} onSaved={() => setEditing(false)} />
      </Dialog>
      <SigningSecret secret={rotate.data?.secret ?? null} onDone={() => rotate.reset()} />
    </>
  );
};

const Delete = ({ webhook }: { webhook: Webhook }) => {
  const navigate = useNavigate();
  return (
    <ConfirmButton
      label="Delete"
      title="Delete this webhook?"
      confirm="Delete the webhook"
      action={useDeleteWebhook(webhook.id)}
      variant="danger"
      onDone={() => void navigate("/webhooks")}
    >
      <p>Nothing is sent to {webhook.url} any more, and the record of its deliveries is gone. This cannot be undone.</p>
    </ConfirmButton>
  );
};
