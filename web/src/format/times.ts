const LOCALE = "en-GB";
const instantFormat = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" });
const clockFormat = new Intl.DateTimeFormat(LOCALE, { timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

type Parts = Pick<Intl.DateTimeFormatOptions, "day" | "month" | "year">;

const dateAs = (parts: Parts) => (time: string, zone = "UTC"): string =>
  new Intl.DateTimeFormat(LOCALE, { ...parts, timeZone: zone }).format(new Date(time));

/** A day of a report, named in the zone that the report was cut in. */
export const day = dateAs({ day: "numeric", month: "short", year: "numeric" });
export const shortDay = dateAs({ day: "numeric", month: "short" });
export const month = dateAs({ month: "short", year: "numeric" });

/** An instant in the reader's own time zone. */
export const instant = (time: string): string => instantFormat.format(new Date(time));

/** The time of day alone, where the day is plain. */
export const clock = (time: string): string => clockFormat.format(new Date(time));

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "3 hours ago", "yesterday"; under a minute it is "just now". */
export function ago(time: string, now: number = Date.now()): string {
  const seconds = (new Date(time).getTime() - now) / 1000;
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
  return step ? relative.format(Math.trunc(seconds / step[1]), step[0]) : "just now";
}
