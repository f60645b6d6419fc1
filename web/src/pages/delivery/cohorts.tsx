import type { Cohort, Dora } from "../../api/types";
import { ACTORS } from "../../features/actor-badge";
import { durationText } from "../../format/durations";
import { count, decimal } from "../../format/numbers";
import { type Column, Table } from "../../ui/table";
import styles from "./delivery.module.css";
import card from "./metric-card.module.css";

/** Humans, agents and bots side by side: averaged together they would hide each other. */
export const Cohorts = ({ dora }: { dora: Dora }) => (
  <section className={card.card} aria-labelledby="cohorts">
    <header className={card.header}>
      <h2 id="cohorts" className={card.title}>
        Humans, agents and bots
      </h2>
    </header>
    {dora.cohorts.length === 0 ? (
      <p className={card.reason}>No deployed change in this period, so there is nobody to compare.</p>
    ) : (
      <>
        <Shares cohorts={dora.cohorts} />
        <Table caption="Changes by kind of author" columns={COLUMNS} rows={dora.cohorts} rowKey={({ actor }) => actor} stacks={false} />
      </>
    )}
    <footer className={card.footer}>
      Agents and bots are told by their marks in the history, so there are at least this many.
    </footer>
  </section>
);

/** One bar for all changes. The table below says the same in figures. */
const Shares = ({ cohorts }: { cohorts: readonly Cohort[] }) => (
  <div className={styles.shares} aria-hidden="true">
    {cohorts.map(({ actor, share_percentage }) => (
      <span key={actor} className={styles[actor]} style={{ flexGrow: share_percentage }} />
    ))}
  </div>
);

const COLUMNS: Column<Cohort>[] = [
  { name: "Who", cell: ({ actor }) => <ActorName actor={actor} /> },
  {
    name: "Changes",
    figures: true,
    cell: (cohort) => <Changes {...cohort} />,
  },
  {
    name: "Median lead time",
    figures: true,
    cell: ({ median_hours }) => (median_hours === null ? "—" : durationText(median_hours)),
  },
  {
    name: "9 in 10 within",
    figures: true,
    cell: ({ p90_hours }) => (p90_hours === null ? "—" : durationText(p90_hours)),
  },
];

const ActorName = ({ actor }: Pick<Cohort, "actor">) => (
  <span className={styles.who}>
    <span className={`${styles.dot} ${styles[actor]}`} aria-hidden="true" />
    {ACTORS[actor].many}
  </span>
);

const Changes = ({ changes, share_percentage }: Cohort) => (
  <>
    {count(changes)}
    <span className={styles.second}>{decimal(share_percentage)} %</span>
  </>
);
