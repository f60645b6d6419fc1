import type { Bucket, Granularity } from "../../api/types";
import { Table, type Column } from "../../ui/table";
import { bucketName } from "../../charts/buckets";
import type { Measure, Series } from "./measures";
import styles from "./delivery.module.css";

interface Props {
  measure: Measure;
  buckets: readonly Bucket[];
  granularity: Granularity;
}

/** The same series as the chart, newest first, for reading and for screen readers. */
export const SeriesTable = ({ measure, buckets, granularity }: Props) => (
  <div className={styles.seriesTable}>
    <Table
      caption={`${measure.title} over time`}
      columns={columnsOf(measure, granularity)}
      rows={[...buckets].reverse()}
      rowKey={({ start }) => start}
    />
  </div>
);

function columnsOf(measure: Measure, granularity: Granularity): Column<Bucket>[] {
  const from: Column<Bucket> = {
    name: "From",
    cell: (bucket) => bucketName(bucket, granularity) + (bucket.partial ? " (part)" : ""),
  };
  return [from, ...measure.series.map((series) => ({ name: series.name, figures: true, cell: cellOf(series) }))];
}

const cellOf = (series: Series) => (bucket: Bucket) => {
  const value = series.of(bucket);
  return value === null ? "—" : series.say(value);
};
