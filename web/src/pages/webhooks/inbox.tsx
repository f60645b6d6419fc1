import { useState } from "react";
import { useDeleteInboxSource, useInboxSources } from "../../api/inbox";
import type { InboxSource, IssuedInboxSource } from "../../api/types";
import { day } from "../../format/times";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { Copyable } from "../../ui/copy";
import { Icon } from "../../ui/icon";
import { Row, Section, Stack, TwoLines } from "../../ui/layout";
import { Empty } from "../../ui/notice";
import { Panel } from "../../ui/page";
import { Pager } from "../../ui/pager";
import { Read } from "../../ui/read";
import { Secret } from "../../ui/secret";
import { Sheet } from "../../ui/sheet";
import { Table, type Column } from "../../ui/table";
import { InboxDeliveries } from "./inbox-deliveries";
import { KINDS } from "./kinds";
import { NewSource } from "./new-source";
import { RotateSecret } from "./rotate-secret";

type Step = { at: "rest" } | { at: "asking" } | { at: "shown"; source: IssuedInboxSource };

const REST: Step = { at: "rest" };
const PAGE_SIZE = 20;

export const Inbox = () => {
  const [step, setStep] = useState<Step>(REST);
  const rest = () => setStep(REST);
  const shown = step.at === "shown" ? step.source : null;
  const add = (
    <Button look="primary" onPress={() => setStep({ at: "asking" })}>
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
      <Sheet title="Add a source" isOpen={step.at === "asking"} onClose={rest}>
        <NewSource onAdded={(source) => setStep({ at: "shown", source })} />
      </Sheet>
      <Secret title={`Set up ${shown?.name ?? ""}`} what="the secret" text={shown?.secret ?? null} onDone={rest}>
        <p>{shown && KINDS[shown.kind].next} This is the address it posts to:</p>
        <Copyable text={shown?.url ?? ""} what="the address" />
        <p>And this is the secret it signs with. It is not shown again:</p>
      </Secret>
    </Stack>
  );
};

const Sources = () => {
  const [page, setPage] = useState(1);
  return (
    <Read query={useInboxSources(page, PAGE_SIZE)} what="sources">
      {({ items, total }) =>
        total === 0 ? (
          <Empty title="No sources yet">Add one, and GitHub, GitLab, Sentry or a system of your own can tell this server.</Empty>
        ) : (
          <>
            <Table caption="Sources" columns={COLUMNS} rows={items} rowKey={({ id }) => id} />
            <Pager what="sources" page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
          </>
        )
      }
    </Read>
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
  <Confirm
    label="Delete"
    about={source.name}
    title={`Delete ${source.name}?`}
    confirm="Delete the source"
    action={useDeleteInboxSource(source.id)}
  >
    <p>What is posted to its address is refused from now on, and what it delivered is gone. This cannot be undone.</p>
  </Confirm>
);
