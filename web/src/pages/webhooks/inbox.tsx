import { useState } from "react";
import { useDeleteInboxSource, useInboxSources } from "../../api/inbox";
import type { InboxSource, IssuedInboxSource } from "../../api/types";
import { day } from "../../format/times";
import { Button } from "../../ui/button";
import { ConfirmButton } from "../../ui/confirm-button";
import { Copyable } from "../../ui/copyable";
import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { Row, Section, Stack, TwoLines } from "../../ui/layout";
import { EmptyState } from "../../ui/notice";
import { OneTimeSecret } from "../../ui/one-time-secret";
import { Panel } from "../../ui/page";
import { Pagination } from "../../ui/pagination";
import { QueryResult } from "../../ui/query-result";
import { type Column, Table } from "../../ui/table";
import { InboxDeliveries } from "./inbox-deliveries";
import { NewSource } from "./new-source";
import { RotateSecret } from "./rotate-secret";
import { KINDS } from "./source-kinds";

type Step = { at: "idle" } | { at: "asking" } | { at: "shown"; source: IssuedInboxSource };

const IDLE: Step = { at: "idle" };
const PAGE_SIZE = 20;

export const Inbox = () => {
  const [step, setStep] = useState<Step>(IDLE);
  const close = () => setStep(IDLE);
  const shown = step.at === "shown" ? step.source : null;
  const add = (
    <Button variant="primary" onPress={() => setStep({ at: "asking" })}>
      <Icon name="add" /> Add a source
    </Button>
  );
  return (
    <Stack>
      <Panel>
        <Section title="Sources" lead="Systems that may post to this server. Each has an address and a secret of its own." actions={add}>
          <Sources />
        </Section>
      </Panel>
      <Panel>
        <InboxDeliveries />
      </Panel>
      <Dialog title="Add a source" isOpen={step.at === "asking"} onClose={close}>
        <NewSource onAdded={(source) => setStep({ at: "shown", source })} />
      </Dialog>
      <OneTimeSecret title={`Set up ${shown?.name ?? ""}`} what="the secret" text={shown?.secret ?? null} onDone={close}>
        <p>{shown && KINDS[shown.kind].next} This is the address it posts to:</p>
        <Copyable text={shown?.url ?? ""} what="the address" />
        <p>And this is the secret it signs with. It is not shown again:</p>
      </OneTimeSecret>
    </Stack>
  );
};

const Sources = () => {
  const [page, setPage] = useState(1);
  return (
    <QueryResult query={useInboxSources(page, PAGE_SIZE)} what="sources">
      {({ items, total }) =>
        total === 0 ? (
          <EmptyState title="No sources yet">Add one, and GitHub, GitLab, Sentry or a system of your own can tell this server.</EmptyState>
        ) : (
          <>
            <Table caption="Sources" columns={COLUMNS} rows={items} rowKey={({ id }) => id} />
            <Pagination what="sources" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
          </>
        )
      }
    </QueryResult>
  );
};

const COLUMNS: Column<InboxSource>[] = [
  { name: "Name", wide: true, cell: ({ name, kind }) => <TwoLines first={name} second={KINDS[kind].name} /> },
  { name: "Address", wide: true, cell: ({ url }) => <code>{url}</code> },
  { name: "Added", cell: ({ created_at }) => day(created_at) },
  { name: "Actions", cell: (source) => <Actions source={source} /> },
];

/** One that a setting made is changed where the setting is. */
const Actions = ({ source }: { source: InboxSource }) =>
  source.built_in ? (
    "By a setting"
  ) : (
    <Row>
      <RotateSecret source={source} />
      <Delete source={source} />
    </Row>
  );

const Delete = ({ source }: { source: InboxSource }) => (
  <ConfirmButton
    label="Delete"
    about={source.name}
    title={`Delete ${source.name}?`}
    confirm="Delete the source"
    action={useDeleteInboxSource(source.id)}
  >
    <p>What is posted to its address is refused from now on, and what it delivered is gone. This cannot be undone.</p>
  </ConfirmButton>
);
