import { expect, test } from "vitest";
import type { Bucket, Period } from "../../api/types";
import { axisOf } from "./axis";
import { tooltipText } from "./chart-options";
import { chartSummary } from "./chart-summary";
import { measureOf } from "./measures";

const bucket = (start: string, values: Partial<Bucket>): Bucket => ({
  start,
  end: start,
  partial: false,
  deployments: 0,
  deployments_per_week: 0,
  changes: 0,
  lead_time_median_hours: null,
  lead_time_p90_hours: null,
  change_failure_percentage: null,
  restored: 0,
  time_to_restore_median_hours: null,
  rework_percentage: null,
  ...values,
});

const PERIOD: Period = {
  start: "2026-11-02T00:00:00Z",
  end: "2026-11-23T00:00:00Z",
  days: 21,
  timezone: "UTC",
  granularity: "weekly",
  windowed_by: {},
};

const lead = measureOf("lead_time_for_changes")!;
const frequency = measureOf("deployment_frequency")!;
const WEEKS = [
  bucket("2026-11-02T00:00:00Z", { deployments: 3, lead_time_median_hours: 30, lead_time_p90_hours: 100 }),
  bucket("2026-11-09T00:00:00Z", { deployments: 0 }),
  bucket("2026-11-16T00:00:00Z", { deployments: 5, lead_time_median_hours: 12, lead_time_p90_hours: 90, partial: true }),
];

test("an axis of durations has one unit, the one its longest value is read in", () => {
  const axis = axisOf(lead, WEEKS);

  expect([axis.divisor, axis.tick(2)]).toEqual([24, "2 d"]);
  expect(axisOf(frequency, WEEKS)).toMatchObject({ divisor: 1, whole: true });
});

test("an axis of shares ends at the whole", () => {
  const failures = measureOf("change_failure_rate")!;
  const all = [bucket("2026-11-02T00:00:00Z", { change_failure_percentage: 100 })];

  expect(axisOf(failures, all)).toMatchObject({ most: 100, interval: 25 });
  expect(axisOf(failures, WEEKS)).toMatchObject({ most: 10, interval: 5 });
});

test("a step without data says so, and a step without deployments says zero", () => {
  expect(tooltipText(lead, WEEKS[1]!, PERIOD)).toBe("Week of 9 Nov 2026\nMedian: no data\n9 in 10 within: no data");
  expect(tooltipText(frequency, WEEKS[1]!, PERIOD)).toContain("Deployments: 0");
});

test("a chart is told in a sentence", () => {
  expect(chartSummary(lead, WEEKS, PERIOD)).toBe(
    "Lead time for changes weekly, 2 Nov 2026 to 16 Nov 2026: between 12 h and 30 h, lately 12 h. " +
      "The table view lists every value.",
  );
  expect(chartSummary(lead, WEEKS.slice(1, 2), PERIOD)).toBe("Lead time for changes: no data in this period.");
});
