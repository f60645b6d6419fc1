import type { Bucket, Period } from "../../api/types";
import { day, month, shortDay } from "../../format/times";

/** What a reader calls a step of a series: its month, or its first day. */
export const bucketLabel = ({ start }: Bucket, period: Period): string =>
  period.granularity === "monthly" ? month(start, period.timezone) : day(start, period.timezone);

export const bucketTickLabel = ({ start }: Bucket, period: Period): string =>
  period.granularity === "monthly" ? month(start, period.timezone) : shortDay(start, period.timezone);
