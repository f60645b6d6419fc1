import type { Bucket } from "../api/types";
import { measure as figure } from "../format/numbers";
import type { Measure } from "../pages/delivery/measures";

export interface Axis {
  /** What the values are divided by, so that the steps are round in the axis's own unit. */
  divisor: number;
  tick: (value: number) => string;
  whole: boolean;
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
      return { divisor: 1, tick: (value) => `${figure(value)} %`, whole: false };
    case "hours":
      return hoursAxis(longest(measure, buckets));
  }
}

/** Durations share one unit: the largest that the longest of them fills at least twice. */
function hoursAxis(longestHours: number): Axis {
  const { divisor, unit } = UNITS.find((each) => longestHours >= 2 * each.divisor) ?? UNITS.at(-1)!;
  return { divisor, tick: (value) => `${figure(value)} ${unit}`, whole: false };
}

const longest = (measure: Measure, buckets: readonly Bucket[]): number =>
  Math.max(0, ...buckets.flatMap((bucket) => measure.series.map(({ of }) => of(bucket) ?? 0)));
