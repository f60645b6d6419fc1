import { useState } from "react";
import { useApiKeys } from "../../api/keys";
import type { ApiKey, IssuedApiKey } from "../../api/types";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Empty } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { Pager } from "../../ui/pager";
import { Read } from "../../ui/read";
import { Secret } from "../../ui/secret";
import { Sheet } from "../../ui/sheet";
import { Table } from "../../ui/table";
import { IssueKey } from "./issue-key";
import { keyColumns } from "./key-columns";
import { RotateKey } from "./rotate-key";

type Step = { at: "rest" } | { at: "issuing" } | { at: "rotating"; key: ApiKey } | { at: "shown"; key: IssuedApiKey };

const REST: Step = { at: "rest" };

export const Keys = () => {
  const [step, setStep] = useState<Step>(REST);
  const rest = () => setStep(REST);
  const show = (key: IssuedApiKey) => setStep({ at: "shown", key });
  const ask = (
    <Button look="primary" onPress={() => setStep({ at: "issuing" })}>
      <Icon name="add" /> Create a key
    </Button>
  );
  return (
    <Page title="API keys" lead="Keys let a program act for you, within the scopes you give it." actions={ask}>
      <Panel>
        <KeyList onRotate={(key) => setStep({ at: "rotating", key })} />
      </Panel>
      <Sheet title="Create a key" isOpen={step.at === "issuing"} onClose={rest}>
        <IssueKey onIssued={show} />
      </Sheet>
      <Sheet title={step.at === "rotating" ? `Rotate “${step.key.name}”` : ""} isOpen={step.at === "rotating"} onClose={rest}>
        {step.at === "rotating" && <RotateKey apiKey={step.key} onRotated={show} />}
      </Sheet>
      <Secret title="Your new key" what="the key" text={step.at === "shown" ? step.key.key : null} onDone={rest}>
        <p>Copy it now. The server keeps only a hash of it, so it is never shown again.</p>
      </Secret>
    </Page>
  );
};

const PAGE_SIZE = 20;

const KeyList = ({ onRotate }: { onRotate: (key: ApiKey) => void }) => {
  const [page, setPage] = useState(1);
  return (
    <Read query={useApiKeys(page, PAGE_SIZE)} what="keys">
      {({ items, total }) =>
        total === 0 ? (
          <Empty title="No keys yet">
            Create one for a script, a pipeline or an assistant that calls this server. It is sent as{" "}
            <code>Authorization: Bearer qd_…</code>
          </Empty>
        ) : (
          <>
            <Table caption="API keys" columns={keyColumns(onRotate)} rows={items} rowKey={({ id }) => id} />
            <Pager what="keys" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
          </>
        )
      }
    </Read>
  );
};
