import type { Scope } from "../../api/analytics";
import type { Granularity } from "../../api/types";

export const PRESETS = { "30d": 30, "90d": 90, "180d": 180, "365d": 365 } as const;
export type Preset = keyof typeof PRESETS;
export type Range = Preset | "custom";

export interface Filters {
  range: Range;
  /** First and last day of a custom range, both included, as YYYY-MM-DD. */
  from: string;
  to: string;
  granularity: Granularity;
  organization?: string;
  team?: string;
  repository?: string;
  view: "charts" | "tables";
}

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 3_650;
const DEFAULT_PRESET: Preset = "90d";
const GRANULARITIES: readonly Granularity[] = ["daily", "weekly", "monthly"];

const dayName = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const isDay = (text: string | null): text is string => {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && dayName(ms) === text; // the round trip refuses 30 February
};

/** Read the address. Whatever is missing or ill-formed in it falls back, so that an old link still opens. */
export function readFilters(params: URLSearchParams, now: number = Date.now()): Filters {
  const days = readDays(params, now);
  const granularity = GRANULARITIES.find((name) => name === params.get("granularity"));
  return {
    ...days,
    granularity: granularity ?? suitable(days.from, days.to),
    organization: params.get("organization") ?? undefined,
    team: params.get("team") ?? undefined,
    repository: params.get("repository") ?? undefined,
    view: params.get("view") === "tables" ? "tables" : "charts",
  };
}

function readDays(params: URLSearchParams, now: number): Pick<Filters, "range" | "from" | "to"> {
  const from = params.get("from");
  const to = params.get("to");
  if (isDay(from) && isDay(to) && from <= to) return { range: "custom", from, to };
  const asked = params.get("range");
  const range = asked !== null && Object.hasOwn(PRESETS, asked) ? (asked as Preset) : DEFAULT_PRESET;
  return { range, from: dayName(now - (PRESETS[range] - 1) * DAY_MS), to: dayName(now) };
}

/** Between a dozen and a few dozen steps: enough to see a course, few enough to read. */
function suitable(from: string, to: string): Granularity {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days <= 31) return "daily";
  return days <= 400 ? "weekly" : "monthly";
}

/** Change some of the address and keep the rest; undefined takes a part out. */
export function withParams(params: URLSearchParams, change: Record<string, string | undefined>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** What to ask for when a period holds nothing: a year, then the ten years that the API takes at most. */
export function widened({ from, to }: Filters): Record<string, string | undefined> | null {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days > LONGEST_DAYS - 1) return null;
  if (days < PRESETS["365d"]) return { range: "365d", from: undefined, to: undefined, granularity: undefined };
  return { range: undefined, from: dayName(Date.parse(to) - (LONGEST_DAYS - 1) * DAY_MS), to, granularity: undefined };
}

/** The part of the address that the API is asked with; it takes days, and both ends are inside. */
export function scopeOf(filters: Filters): Scope {
  return {
    organization_id: filters.organization,
    team_id: filters.team,
    repository_id: filters.repository,
    start_date: filters.from,
    end_date: filters.to,
    granularity: filters.granularity,
  };
}
