import type { AuditFilter } from "../../api/audit";

const EXACT = ["actor_id", "action", "object_type", "object_id", "outcome"] as const;

export const OUTCOMES = ["success", "failure", "denied"] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Midnight of the reader's own day, as the API takes moments; what is no day is left out. */
function midnight(day: string | null, later = 0): string | undefined {
  if (day === null || !DAY.test(day)) return undefined;
  const time = new Date(`${day}T00:00:00`);
  time.setDate(time.getDate() + later);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** The address of the page as the API is asked with it. Both days are inside. */
export function readFilter(params: URLSearchParams): AuditFilter {
  const exact = Object.fromEntries(EXACT.map((name) => [name, params.get(name) ?? undefined]));
  return { ...exact, since: midnight(params.get("from")), until: midnight(params.get("to"), 1) };
}

export const isNarrowed = (filter: AuditFilter): boolean => Object.values(filter).some((value) => value !== undefined);
