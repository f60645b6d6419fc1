import type { Bucket, Period } from "../api/types";
import type { Measure } from "../pages/delivery/measures";
import { bucketName } from "./buckets";

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
    `${measure.title} ${period.granularity}, ${bucketName(first, period)} to ${bucketName(last, period)}: ` +
    `between ${series.say(low)} and ${series.say(high)}, lately ${series.say(values.at(-1)!)}. ` +
    "The table view lists every value."
  );
}
