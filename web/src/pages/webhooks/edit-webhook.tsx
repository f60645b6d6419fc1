import { useState } from "react";
import type { Webhook } from "../../api/types";
import { useChangeWebhook } from "../../api/webhooks";
import { EventPicker } from "../../features/event-types/event-picker";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";

export const EditWebhook = ({ webhook, onSaved }: { webhook: Webhook; onSaved: () => void }) => {
  const [url, setUrl] = useState(webhook.url);
  const [description, setDescription] = useState(webhook.description);
  const [event_types, setTypes] = useState(webhook.event_types);
  const change = useChangeWebhook(webhook);
  return (
    <ActionForm action={change} onSubmit={() => change.mutate({ url, description, event_types }, { onSuccess: onSaved })}>
      <Field label="Address" name="url" type="url" value={url} onChange={setUrl} autoComplete="off" isRequired />
      <Field label="What it is for" name="description" value={description} onChange={setDescription} maxLength={500} />
      <EventPicker value={event_types} onChange={setTypes} />
      <Button type="submit" variant="primary" isPending={change.isPending} isDisabled={event_types.length === 0}>
        Save changes
      </Button>
    </ActionForm>
  );
};
