import type { LogEvent } from "./types";

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

export type Told =
  | { kind: "begin" }
  | { kind: "past"; events: readonly LogEvent[] }
  | { kind: "event"; event: LogEvent }
  | ({ kind: "resync" } & Gap);

const MOST = 300;

export const EMPTY: Log = { entries: [], last: 0 };

const put = (log: Log, entry: Entry, last: number): Log => ({
  entries: [entry, ...log.entries].slice(0, MOST),
  last: Math.max(log.last, last),
});

const seqOf = (entry: Entry): number => (entry.kind === "event" ? entry.event.seq : entry.through);

/** What happened before the stream was opened, below what it has told since. */
function withPast(log: Log, events: readonly LogEvent[]): Log {
  const oldest = Math.min(...log.entries.map(seqOf));
  const past = events.filter(({ seq }) => seq < oldest).map((event): Entry => ({ kind: "event", event }));
  return { entries: [...log.entries, ...past.reverse()].slice(0, MOST), last: Math.max(log.last, events.at(-1)?.seq ?? 0) };
}

/** What was told, added once: after a resumed connection the same event may come a second time. */
export function follow(log: Log, told: Told): Log {
  switch (told.kind) {
    case "begin":
      return EMPTY;
    case "resync":
      return put(log, { kind: "gap", from: told.from, through: told.through }, told.through);
    case "past":
      return withPast(log, told.events);
    case "event":
      return told.event.seq <= log.last ? log : put(log, told, told.event.seq);
  }
}
