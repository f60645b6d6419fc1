import { useState } from "react";
import { useIssueApiKey } from "../../api/api-keys";
import { useMe } from "../../api/session";
import type { IssuedApiKey, ScopeName } from "../../api/types";
import { ScopePicker } from "../../features/scopes/scope-picker";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Select } from "../../ui/select";
import { expiry, type Lifetime, LIFETIME_OPTIONS } from "./lifetime";

const USUAL: ScopeName[] = ["repositories:read", "analytics:read"];

export const IssueKey = ({ onIssued }: { onIssued: (key: IssuedApiKey) => void }) => {
  const mine = useMe().data?.scopes ?? [];
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState(() => USUAL.filter((scope) => mine.includes(scope)));
  const [lifetime, setLifetime] = useState<Lifetime>("90");
  const issue = useIssueApiKey();
  const submit = () => issue.mutate({ name, scopes, expires_at: expiry(lifetime) }, { onSuccess: onIssued });
  return (
    <ActionForm action={issue} onSubmit={submit}>
      <Field
        label="Name"
        name="name"
        help="What will use it, so that you know it again: “release pipeline”."
        value={name}
        onChange={setName}
        maxLength={200}
        isRequired
      />
      <Select label="Expires" options={LIFETIME_OPTIONS} value={lifetime} onChange={setLifetime} />
      <ScopePicker offered={mine} value={scopes} onChange={setScopes} />
      <Button type="submit" variant="primary" isPending={issue.isPending} isDisabled={scopes.length === 0}>
        Create the key
      </Button>
    </ActionForm>
  );
};
