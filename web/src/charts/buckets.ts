import type { Bucket, Granularity } from "../api/types";
import { day, month, shortDay } from "../format/times";

/** What a reader calls a step of a series: its month, or its first day. */
export const bucketName = ({ start }: Bucket, granularity: Granularity): string =>
  granularity === "monthly" ? month(start) : day(start);

export const bucketTick = ({ start }: Bucket, granularity: Granularity): string =>
  granularity === "monthly" ? month(start) : shortDay(start);
