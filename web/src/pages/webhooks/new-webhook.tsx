import { useState } from "react";
import { useOrganizations } from "../../api/organizations";
import type { IssuedWebhook } from "../../api/types";
import { useAddWebhook } from "../../api/webhooks";
import { EventPicker } from "../../features/event-types/event-picker";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { OrganizationChoice } from "./organization-choice";

export const NewWebhookForm = ({ onAdded }: { onAdded: (webhook: IssuedWebhook) => void }) => {
  const organizations = useOrganizations().data?.items ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [url, setUrl] = useState("");
  const [description, setDescription] = useState("");
  const [event_types, setTypes] = useState<string[]>([]);
  const add = useAddWebhook();
  const organization_id = chosen ?? organizations[0]?.id ?? "";
  const submit = () => add.mutate({ organization_id, url, description, event_types, enabled: true }, { onSuccess: onAdded });
  return (
    <ActionForm action={add} onSubmit={submit}>
      <OrganizationChoice all={organizations} value={organization_id} onChange={setChosen} />
      <Field
        label="Address"
        name="url"
        type="url"
        value={url}
        onChange={setUrl}
        placeholder="https://example.org/hooks/quarterdeck"
        help="Over TLS, and reachable from this server. Private addresses only where an administrator listed them."
        autoComplete="off"
        isRequired
      />
      <Field label="What it is for" name="description" value={description} onChange={setDescription} maxLength={500} />
      <EventPicker value={event_types} onChange={setTypes} />
      <Button type="submit" variant="primary" isPending={add.isPending} isDisabled={event_types.length === 0}>
        Add the webhook
      </Button>
    </ActionForm>
  );
};
