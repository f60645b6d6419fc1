import type { Bucket } from "../../api/types";
import { decimal as figure } from "../../format/numbers";
import type { Measure } from "./measures";

export interface Axis {
  /** What the values are divided by, so that the steps are round in the axis's own unit. */
  divisor: number;
  tick: (value: number) => string;
  whole: boolean;
  /** The end and the steps of the axis, where the drawing itself would not find good ones. */
  most?: number;
  interval?: number;
}

const UNITS = [
  { divisor: 24 * 7, unit: "wk" },
  { divisor: 24, unit: "d" },
  { divisor: 1, unit: "h" },
  { divisor: 1 / 60, unit: "min" },
];

export function axisOf(measure: Measure, buckets: readonly Bucket[]): Axis {
  switch (measure.scale) {
    case "count":
      return { divisor: 1, tick: figure, whole: true };
    case "percent":
      return percentAxis(highest(measure, buckets));
    case "hours":
      return hoursAxis(highest(measure, buckets));
  }
}

/** No axis of shares goes past the whole, nor makes a mountain of next to nothing. */
function percentAxis(share: number): Axis {
  const axis = { divisor: 1, tick: (value: number) => `${figure(value)} %`, whole: false };
  if (share > 60) return { ...axis, most: 100, interval: 25 };
  return share < 8 ? { ...axis, most: 10, interval: 5 } : axis;
}

/** Durations share one unit: the largest that the longest of them fills at least twice. */
function hoursAxis(longestHours: number): Axis {
  const { divisor, unit } = UNITS.find((each) => longestHours >= 2 * each.divisor) ?? UNITS.at(-1)!;
  return { divisor, tick: (value) => `${figure(value)} ${unit}`, whole: false };
}

const highest = (measure: Measure, buckets: readonly Bucket[]): number =>
  Math.max(0, ...buckets.flatMap((bucket) => measure.series.map(({ of }) => of(bucket) ?? 0)));
