import { useState } from "react";
import { useApiKeys, useRevokeApiKey } from "../../api/keys";
import type { ApiKey, IssuedApiKey } from "../../api/types";
import { ago, day } from "../../format/times";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Empty, Failure } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { Loading } from "../../ui/progress";
import { Sheet } from "../../ui/sheet";
import { Table, type Column } from "../../ui/table";
import { IssueKey } from "./issue-key";
import { NewKey } from "./new-key";

export const Keys = () => {
  const [step, setStep] = useState<"rest" | "asking" | IssuedApiKey>("rest");
  const rest = () => setStep("rest");
  const ask = (
    <Button look="primary" onPress={() => setStep("asking")}>
      <Icon name="add" /> Create a key
    </Button>
  );
  return (
    <Page title="API keys" lead="Keys let a program act for you, within the scopes you give it." actions={ask}>
      <Panel>
        <KeyList />
      </Panel>
      <Sheet title="Create a key" isOpen={step === "asking"} onClose={rest}>
        <IssueKey onIssued={setStep} />
      </Sheet>
      <Sheet title="Your new key" isOpen={typeof step === "object"} onClose={rest}>
        {typeof step === "object" && <NewKey issued={step} onDone={rest} />}
      </Sheet>
    </Page>
  );
};

const KeyList = () => {
  const keys = useApiKeys();
  if (keys.isPending) return <Loading what="keys" />;
  if (keys.error) return <Failure error={keys.error} retry={() => void keys.refetch()} />;
  if (keys.data.total === 0) {
    return <Empty title="No keys yet">Create one for a script, a pipeline or an assistant that calls this server.</Empty>;
  }
  return <Table caption="API keys" columns={COLUMNS} rows={keys.data.items} rowKey={({ id }) => id} />;
};

const COLUMNS: Column<ApiKey>[] = [
  { name: "Name", wide: true, cell: (key) => <strong>{key.name}</strong> },
  { name: "Starts with", cell: (key) => <code>{key.prefix}…</code> },
  { name: "Scopes", wide: true, cell: (key) => key.scopes.join(", ") },
  { name: "Last used", cell: (key) => (key.last_used_at ? ago(key.last_used_at) : "Never") },
  { name: "Expires", cell: (key) => day(key.expires_at) },
  { name: "Revoke", cell: (key) => <Revoke apiKey={key} /> },
];

const Revoke = ({ apiKey }: { apiKey: ApiKey }) => {
  const [asking, setAsking] = useState(false);
  const revoke = useRevokeApiKey();
  return (
    <>
      <Button look="quiet" aria-label={`Revoke ${apiKey.name}`} onPress={() => setAsking(true)}>
        Revoke
      </Button>
      <Sheet title={`Revoke “${apiKey.name}”?`} isOpen={asking} onClose={() => setAsking(false)}>
        <p>Whatever uses this key is refused from now on. This cannot be undone.</p>
        {revoke.error && <Failure error={revoke.error} />}
        <Button look="danger" isPending={revoke.isPending} onPress={() => revoke.mutate(apiKey.id)}>
          Revoke the key
        </Button>
      </Sheet>
    </>
  );
};
