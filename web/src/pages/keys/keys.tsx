import { useState } from "react";
import { useApiKeys } from "../../api/api-keys";
import type { ApiKey, IssuedApiKey } from "../../api/types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { EmptyState } from "../../ui/notice";
import { OneTimeSecret } from "../../ui/one-time-secret";
import { Page, Panel } from "../../ui/page";
import { Pagination } from "../../ui/pagination";
import { QueryResult } from "../../ui/query-result";
import { Table } from "../../ui/table";
import { IssueKey } from "./issue-key";
import { keyColumns } from "./key-columns";
import { RotateKey } from "./rotate-key";

type Step = { at: "idle" } | { at: "issuing" } | { at: "rotating"; key: ApiKey } | { at: "shown"; key: IssuedApiKey };

const IDLE: Step = { at: "idle" };

export const Keys = () => {
  const [step, setStep] = useState<Step>(IDLE);
  const close = () => setStep(IDLE);
  const show = (key: IssuedApiKey) => setStep({ at: "shown", key });
  const ask = (
    <Button variant="primary" onPress={() => setStep({ at: "issuing" })}>
      <Icon name="add" /> Create a key
    </Button>
  );
  return (
    <Page title="API keys" lead="Keys let a program act for you, within the scopes you give it." actions={ask}>
      <Panel>
        <KeyList onRotate={(key) => setStep({ at: "rotating", key })} />
      </Panel>
      <Dialog title="Create a key" isOpen={step.at === "issuing"} onClose={close}>
        <IssueKey onIssued={show} />
      </Dialog>
      <Dialog title={step.at === "rotating" ? `Rotate “${step.key.name}”` : ""} isOpen={step.at === "rotating"} onClose={close}>
        {step.at === "rotating" && <RotateKey apiKey={step.key} onRotated={show} />}
      </Dialog>
      <OneTimeSecret title="Your new key" what="the key" text={step.at === "shown" ? step.key.key : null} onDone={close}>
        <p>Copy it now. The server keeps only a hash of it, so it is never shown again.</p>
      </OneTimeSecret>
    </Page>
  );
};

const PAGE_SIZE = 20;

const KeyList = ({ onRotate }: { onRotate: (key: ApiKey) => void }) => {
  const [page, setPage] = useState(1);
  return (
    <QueryResult query={useApiKeys(page, PAGE_SIZE)} what="keys">
      {({ items, total }) =>
        total === 0 ? (
          <EmptyState title="No keys yet">
            Create one for a script, a pipeline or an assistant that calls this server. It is sent as{" "}
            <code>Authorization: Bearer qd_…</code>
          </EmptyState>
        ) : (
          <>
            <Table caption="API keys" columns={keyColumns(onRotate)} rows={items} rowKey={({ id }) => id} />
            <Pagination what="keys" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
          </>
        )
      }
    </QueryResult>
  );
};
