import type { Bucket, Dora, Interval, MetricName } from "../../api/types";
import { duration, durationText, type Quantity } from "../../format/durations";
import { count, decimal, plural } from "../../format/numbers";
import { rate, rateText } from "../../format/rates";

/** One line of a chart, and one column of its table. */
export interface Series {
  name: string;
  of: (bucket: Bucket) => number | null;
  format: (value: number) => string;
  shape: "bar" | "line" | "upper";
}

export interface Measure {
  name: MetricName;
  title: string;
  question: string;
  /** Null where the number cannot be known. */
  figure: (dora: Dora) => Quantity | null;
  /** What else the number says, in a few words. */
  details: (dora: Dora) => string[];
  /** What `n` counts. */
  events: (n: number) => string;
  /** An end of the interval, with its unit. */
  format: (value: number) => string;
  scale: "count" | "hours" | "percent";
  series: readonly Series[];
}

const percent = (value: number): string => `${decimal(value)} %`;
const share = (value: number | null): Quantity | null => (value === null ? null : { figure: decimal(value), unit: "%" });
const hours = (value: number | null): Quantity | null => (value === null ? null : duration(value));
const deployments = (n: number) => plural(n, "deployment");
const nine = (p90: number | null): string[] => (p90 === null ? [] : [`9 in 10 within ${durationText(p90)}`]);

export const MEASURES: readonly Measure[] = [
  {
    name: "deployment_frequency",
    title: "Deployment frequency",
    question: "How often does work reach users?",
    figure: ({ deployment_frequency: { value } }) => (value === null ? null : rate(value)),
    details: ({ deployment_frequency: { deploy_days_per_week: days } }) =>
      days === null || days < 1 ? [] : [`on ${decimal(days)} days a week`],
    events: deployments,
    format: rateText,
    scale: "count",
    series: [{ name: "Deployments", of: (bucket) => bucket.deployments, format: count, shape: "bar" }],
  },
  {
    name: "lead_time_for_changes",
    title: "Lead time for changes",
    question: "How long from the first commit to production?",
    figure: ({ lead_time_for_changes }) => hours(lead_time_for_changes.median_hours),
    details: ({ lead_time_for_changes }) => nine(lead_time_for_changes.p90_hours),
    events: (n) => plural(n, "change"),
    format: durationText,
    scale: "hours",
    series: [
      { name: "Median", of: (bucket) => bucket.lead_time_median_hours, format: durationText, shape: "line" },
      { name: "9 in 10 within", of: (bucket) => bucket.lead_time_p90_hours, format: durationText, shape: "upper" },
    ],
  },
  {
    name: "change_failure_rate",
    title: "Change failure rate",
    question: "How many deployments needed a remedy?",
    figure: ({ change_failure_rate }) => share(change_failure_rate.percentage),
    details: ({ change_failure_rate: { count: failed, n, percentage } }) =>
      percentage === null ? [] : [`${count(failed)} of ${count(n)}`],
    events: deployments,
    format: percent,
    scale: "percent",
    series: [{ name: "Failed", of: (bucket) => bucket.change_failure_percentage, format: percent, shape: "bar" }],
  },
  {
    name: "time_to_restore",
    title: "Time to restore",
    question: "How long until service was back?",
    figure: ({ time_to_restore }) => hours(time_to_restore.median_hours),
    details: ({ time_to_restore: { p90_hours, open } }) => [...nine(p90_hours), ...(open ? [`${count(open)} still open`] : [])],
    events: (n) => plural(n, "restored failure"),
    format: durationText,
    scale: "hours",
    series: [{ name: "Median", of: (bucket) => bucket.time_to_restore_median_hours, format: durationText, shape: "line" }],
  },
  {
    name: "rework_rate",
    title: "Rework rate",
    question: "How many deployments were unplanned fixes?",
    figure: ({ rework_rate }) => share(rework_rate.percentage),
    details: ({ rework_rate: { count: fixes, n, percentage } }) =>
      percentage === null ? [] : [`${count(fixes)} of ${count(n)}`],
    events: deployments,
    format: percent,
    scale: "percent",
    series: [{ name: "Rework", of: (bucket) => bucket.rework_percentage, format: percent, shape: "bar" }],
  },
];

export const measureOf = (name: string | null): Measure | undefined => MEASURES.find((measure) => measure.name === name);

/** "95 % sure: 7.6 % to 22.4 %". */
export const intervalText = ({ low, high, level = 0.95 }: Interval, format: Measure["format"]): string =>
  `${decimal(level * 100)} % sure: ${format(low)} to ${format(high)}`;
