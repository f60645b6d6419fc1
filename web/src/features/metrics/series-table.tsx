import type { Bucket, Period } from "../../api/types";
import { type Column, Table } from "../../ui/table";
import { bucketLabel } from "./bucket-labels";
import type { Measure, Series } from "./measures";
import styles from "./series-table.module.css";

interface Props {
  measure: Measure;
  buckets: readonly Bucket[];
  period: Period;
}

/** The same series as the chart, newest first, for reading and for screen readers. */
export const SeriesTable = ({ measure, buckets, period }: Props) => (
  <div className={styles.table}>
    <Table
      caption={`${measure.title} over time`}
      columns={columnsOf(measure, period)}
      rows={[...buckets].reverse()}
      rowKey={({ start }) => start}
      stacks={false}
    />
  </div>
);

function columnsOf(measure: Measure, period: Period): Column<Bucket>[] {
  const from: Column<Bucket> = {
    name: "From",
    cell: (bucket) => bucketLabel(bucket, period) + (bucket.partial ? " (part)" : ""),
  };
  return [from, ...measure.series.map((series) => ({ name: series.name, figures: true, cell: cellOf(series) }))];
}

const cellOf = (series: Series) => (bucket: Bucket) => {
  const value = series.of(bucket);
  return value === null ? "—" : series.format(value);
};
