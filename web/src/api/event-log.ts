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

type Told = { kind: "begin" } | { kind: "event"; event: LogEvent } | ({ kind: "resync" } & Gap);

const MOST = 300;

export const EMPTY: Log = { entries: [], last: 0 };

const put = (log: Log, entry: Entry, last: number): Log => ({
  entries: [entry, ...log.entries].slice(0, MOST),
  last: Math.max(log.last, last),
});

/** What was told, added once: after a resumed connection the same event may come a second time. */
export function follow(log: Log, told: Told): Log {
  switch (told.kind) {
    case "begin":
      return EMPTY;
    case "resync":
      return put(log, { kind: "gap", from: told.from, through: told.through }, told.through);
    case "event":
      return told.event.seq <= log.last ? log : put(log, told, told.event.seq);
  }
}
