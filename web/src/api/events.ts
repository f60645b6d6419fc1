import { useEffect, useReducer, useState } from "react";
import { api, body } from "./client";
import { EMPTY, follow, type Gap, type Told } from "./event-log";
import { serverRoot } from "./place";
import type { EventsPage, LogEvent } from "./types";

export type Standing = "connecting" | "live" | "lost";

const AGAIN_MS = 5_000;
const LOOKED_BACK = 100;

const addressOf = (types: string | undefined, after: number | undefined): string => {
  const query = new URLSearchParams();
  if (types) query.set("types", types);
  if (after !== undefined) query.set("after_seq", String(after));
  return `${serverRoot}/api/v1/events?${query}`;
};

/** The last events before `through`, so that a page just opened is not empty. */
async function past(types: string | undefined, through: number): Promise<LogEvent[]> {
  const query = { types, after_seq: Math.max(0, through - LOOKED_BACK), limit: LOOKED_BACK };
  const page = await body(api.GET("/api/v1/events", { params: { query } }));
  return (page as EventsPage).items; // the stream, which the same route can answer with, was not asked for
}

/**
 * The event log as it grows. The browser itself resumes a connection that broke, from the last event it saw; one that
 * the server refused is asked for again, after a call that renews the session where it can be renewed.
 */
export function useEvents(types: string | undefined) {
  const [log, tell] = useReducer(follow, EMPTY);
  const [standing, setStanding] = useState<Standing>("connecting");
  useEffect(() => {
    tell({ kind: "begin" });
    setStanding("connecting");
    return listen(types, tell, setStanding);
  }, [types]);
  return { log, standing };
}

/** Keep a stream open until the returned function is called. */
function listen(types: string | undefined, tell: (told: Told) => void, stand: (standing: Standing) => void): () => void {
  let source: EventSource;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let last: number | undefined;
  let isOver = false;
  const tellPast = (events: LogEvent[]) => !isOver && tell({ kind: "past", events });
  const open = () => {
    source = new EventSource(addressOf(types, last));
    source.onopen = () => stand("live");
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as LogEvent;
      last = event.seq;
      tell({ kind: "event", event });
    };
    source.addEventListener("sync", ({ data }) => {
      const { through } = JSON.parse(data) as Gap;
      if (last === undefined) void past(types, through).then(tellPast, () => {}); // the stream itself goes on without it
      last ??= through;
    });
    source.addEventListener("resync", ({ data }) => tell({ kind: "resync", ...(JSON.parse(data) as Gap) }));
    source.onerror = () => {
      stand("lost");
      if (source.readyState === EventSource.CLOSED) wait();
    };
  };
  const wait = () => {
    if (!isOver) waiting = setTimeout(() => void body(api.GET("/api/v1/auth/me")).then(openAgain, wait), AGAIN_MS);
  };
  const openAgain = () => !isOver && open();
  open();
  return () => {
    isOver = true;
    clearTimeout(waiting);
    source.close();
  };
}
