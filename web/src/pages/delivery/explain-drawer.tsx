import { useState } from "react";
import { type Scope, useExplanation } from "../../api/analytics";
import type { Dora, EvidenceRow } from "../../api/types";
import { ActorBadge } from "../../features/actor-badge";
import type { Measure } from "../../features/metrics/measures";
import { durationText } from "../../format/durations";
import { plural } from "../../format/numbers";
import { instant } from "../../format/times";
import { Badge } from "../../ui/badge";
import { Dialog } from "../../ui/dialog";
import { EmptyState, ErrorMessage } from "../../ui/notice";
import { Pagination } from "../../ui/pagination";
import { Loading } from "../../ui/progress";
import { type Column, Table } from "../../ui/table";
import styles from "./delivery.module.css";
import { SOURCES } from "./source-badge";

interface Props {
  measure: Measure;
  dora: Dora;
  scope: Scope;
  onClose: () => void;
}

/** The rows behind a number: whoever doubts it can count them. */
export const ExplainDrawer = ({ measure, dora, scope, onClose }: Props) => (
  <Dialog title={measure.title} shape="drawer" isOpen onClose={onClose}>
    <Definition measure={measure} dora={dora} />
    <Rows measure={measure} scope={scope} />
  </Dialog>
);

const Definition = ({ measure, dora }: Pick<Props, "measure" | "dora">) => {
  const metric = dora[measure.name];
  const left = Object.entries(metric.excluded).filter(([, rows]) => rows > 0);
  return (
    <div className={styles.definition}>
      <p>{dora.definitions[metric.definition] ?? measure.question}</p>
      <dl className={styles.facts}>
        <dt>Period</dt>
        <dd>
          {instant(dora.window.start)} up to {instant(dora.window.end)}
        </dd>
        <dt>Rests on</dt>
        <dd>{measure.events(metric.n)}</dd>
        {metric.source && (
          <>
            <dt>Source</dt>
            <dd>
              {SOURCES[metric.source].name}. {SOURCES[metric.source].meaning}
            </dd>
          </>
        )}
        {left.length > 0 && (
          <>
            <dt>Left out</dt>
            <dd>{left.map(([cause, rows]) => `${plural(rows, "row")} (${cause.replaceAll("_", " ")})`).join(", ")}</dd>
          </>
        )}
        <dt>Definition</dt>
        <dd>
          <code>{metric.definition}</code>
        </dd>
      </dl>
    </div>
  );
};

const Rows = ({ measure, scope }: Pick<Props, "measure" | "scope">) => {
  const [page, setPage] = useState(1);
  const explanation = useExplanation(measure.name, scope, page);
  if (explanation.isPending) return <Loading what="the rows" />;
  if (explanation.error) return <ErrorMessage error={explanation.error} retry={() => void explanation.refetch()} />;
  const { items, total, page_size } = explanation.data;
  if (total === 0) return <EmptyState title="No rows">Nothing in this period counts towards the number.</EmptyState>;
  return (
    <section aria-labelledby="rows" className={styles.rows}>
      <h3 id="rows">The {plural(total, "row")} behind it</h3>
      <Table caption={`Rows behind ${measure.title.toLowerCase()}`} columns={COLUMNS} rows={items} rowKey={rowKey} />
      <Pagination what="rows" page={page} pageSize={page_size} total={total} onPage={setPage} />
    </section>
  );
};

const rowKey = (row: EvidenceRow) => `${row.repository_id} ${row.kind} ${row.id}`;

const COLUMNS: Column<EvidenceRow>[] = [
  { name: "What", wide: true, cell: (row) => <What row={row} /> },
  { name: "Finished", cell: ({ finished_time }) => (finished_time ? instant(finished_time) : "—") },
  { name: "Took", figures: true, cell: ({ hours }) => (hours === null ? "—" : durationText(hours)) },
  {
    name: "Counts",
    cell: ({ counted }) => (counted ? <Badge tone="info">Yes</Badge> : <Badge>No</Badge>),
  },
];

const What = ({ row }: { row: EvidenceRow }) => (
  <>
    <span className={styles.what}>
      {row.url ? <a href={row.url}>{row.title ?? row.id}</a> : (row.title ?? row.id)}
      {row.actor && row.actor !== "human" && <ActorBadge actor={row.actor} />}
    </span>
    <span className={styles.evidence}>
      {[row.number === null ? null : `#${row.number}`, row.sha?.slice(0, 8), row.evidence].filter(Boolean).join(" · ")}
    </span>
  </>
);
