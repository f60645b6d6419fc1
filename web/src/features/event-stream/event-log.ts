import type { LogEvent } from "../../api/types";

export interface Gap {
  from: number;
  through: number;
}

export type Entry = { kind: "event"; event: LogEvent } | ({ kind: "gap" } & Gap);

export interface Log {
  /** Newest first. */
  entries: readonly Entry[];
  last: number;
}

export type LogAction =
  | { kind: "begin" }
  | { kind: "past"; events: readonly LogEvent[] }
  | { kind: "event"; event: LogEvent }
  | ({ kind: "resync" } & Gap);

const MAX_ENTRIES = 300;

export const EMPTY: Log = { entries: [], last: 0 };

const prepend = (log: Log, entry: Entry, last: number): Log => ({
  entries: [entry, ...log.entries].slice(0, MAX_ENTRIES),
  last: Math.max(log.last, last),
});

const seqOf = (entry: Entry): number => (entry.kind === "event" ? entry.event.seq : entry.through);

/** What happened before the stream was opened, below what it has brought since. */
function withPast(log: Log, events: readonly LogEvent[]): Log {
  const oldest = Math.min(...log.entries.map(seqOf));
  const past = events.filter(({ seq }) => seq < oldest).map((event): Entry => ({ kind: "event", event }));
  return { entries: [...log.entries, ...past.reverse()].slice(0, MAX_ENTRIES), last: Math.max(log.last, events.at(-1)?.seq ?? 0) };
}

/** Each event once: after a resumed connection the same event may come a second time. */
export function reduceLog(log: Log, action: LogAction): Log {
  switch (action.kind) {
    case "begin":
      return EMPTY;
    case "resync":
      return prepend(log, { kind: "gap", from: action.from, through: action.through }, action.through);
    case "past":
      return withPast(log, action.events);
    case "event":
      return action.event.seq <= log.last ? log : prepend(log, action, action.event.seq);
  }
}
