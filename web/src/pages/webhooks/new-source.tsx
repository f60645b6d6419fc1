import { useState } from "react";
import { useAddInboxSource } from "../../api/inbox";
import { useOrganizations } from "../../api/organizations";
import type { InboxSource, IssuedInboxSource } from "../../api/types";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Select } from "../../ui/select";
import { OrganizationChoice } from "./organization-choice";
import { KIND_OPTIONS } from "./source-kinds";

export const NewSource = ({ onAdded }: { onAdded: (source: IssuedInboxSource) => void }) => {
  const organizations = useOrganizations().data?.items ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [kind, setKind] = useState<InboxSource["kind"]>("github");
  const [secret, setSecret] = useState("");
  const add = useAddInboxSource();
  const organization_id = chosen ?? organizations[0]?.id ?? "";
  const submit = () =>
    add.mutate({ organization_id, name, kind, ...(secret && { secret }) }, { onSuccess: onAdded });
  return (
    <ActionForm action={add} onSubmit={submit}>
      <OrganizationChoice all={organizations} value={organization_id} onChange={setChosen} />
      <Select label="What posts" options={KIND_OPTIONS} value={kind} onChange={setKind} />
      <Field label="Name" name="name" value={name} onChange={setName} maxLength={200} autoComplete="off" isRequired />
      <Field
        label="Secret, if the sender chose one"
        name="secret"
        type="password"
        value={secret}
        onChange={setSecret}
        minLength={16}
        maxLength={200}
        help="Sentry does. Otherwise leave it empty: this server makes one."
        autoComplete="off"
      />
      <Button type="submit" variant="primary" isPending={add.isPending}>
        Add the source
      </Button>
    </ActionForm>
  );
};
