import { serverRoot } from "./base-urls";
import { api, body } from "./client";
import type { EventsPage, LogEvent } from "./types";

/** The address of the stream, from the event after `after` on, or from now on. */
export function eventStreamUrl(types: string | undefined, after: number | undefined): string {
  const query = new URLSearchParams();
  if (types) query.set("types", types);
  if (after !== undefined) query.set("after_seq", String(after));
  return `${serverRoot}/api/v1/events?${query}`;
}

/** The last `limit` events up to `through`, oldest first. */
export async function fetchEvents(types: string | undefined, through: number, limit: number): Promise<LogEvent[]> {
  const query = { types, after_seq: Math.max(0, through - limit), limit };
  const page = await body(api.GET("/api/v1/events", { params: { query } }));
  return (page as EventsPage).items; // the stream, which the same route can answer with, was not asked for
}
