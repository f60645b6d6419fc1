import type { Bucket, Period } from "../../api/types";
import { bucketLabel } from "./bucket-labels";
import type { Measure } from "./measures";

/** A chart in a sentence, for those who do not see it. */
export function chartSummary(measure: Measure, buckets: readonly Bucket[], period: Period): string {
  const [series] = measure.series;
  const known = buckets.filter((bucket) => series !== undefined && series.of(bucket) !== null);
  const first = known[0];
  const last = known.at(-1);
  if (!series || !first || !last) return `${measure.title}: no data in this period.`;
  const values = known.map((bucket) => series.of(bucket)!);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return (
    `${measure.title} ${period.granularity}, ${bucketLabel(first, period)} to ${bucketLabel(last, period)}: ` +
    `between ${series.format(low)} and ${series.format(high)}, lately ${series.format(values.at(-1)!)}. ` +
    "The table view lists every value."
  );
}
