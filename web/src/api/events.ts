import { useEffect, useReducer, useState } from "react";
import { api, body } from "./client";
import { EMPTY, follow, type Gap } from "./event-log";
import { serverRoot } from "./place";
import type { LogEvent } from "./types";

export type Standing = "connecting" | "live" | "lost";

const AGAIN_MS = 5_000;

const addressOf = (types: string | undefined, after: number | undefined): string => {
  const query = new URLSearchParams();
  if (types) query.set("types", types);
  if (after !== undefined) query.set("after_seq", String(after));
  return `${serverRoot}/api/v1/events?${query}`;
};

/**
 * The event log as it grows. The browser itself resumes a connection that broke, from the last event it saw; one that
 * the server refused is asked for again, after a call that renews the session where it can be renewed.
 */
export function useEvents(types: string | undefined) {
  const [log, tell] = useReducer(follow, EMPTY);
  const [standing, setStanding] = useState<Standing>("connecting");
  useEffect(() => {
    let source: EventSource;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let last: number | undefined;
    const open = () => {
      source = new EventSource(addressOf(types, last));
      source.onopen = () => setStanding("live");
      source.onmessage = ({ data }) => {
        const event = JSON.parse(data) as LogEvent;
        last = event.seq;
        tell({ kind: "event", event });
      };
      source.addEventListener("resync", ({ data }) => tell({ kind: "resync", ...(JSON.parse(data) as Gap) }));
      source.onerror = () => {
        setStanding("lost");
        if (source.readyState === EventSource.CLOSED) waiting = setTimeout(() => void again(), AGAIN_MS);
      };
    };
    const again = () => body(api.GET("/api/v1/auth/me")).then(open, () => (waiting = setTimeout(() => void again(), AGAIN_MS)));
    tell({ kind: "begin" });
    setStanding("connecting");
    open();
    return () => {
      clearTimeout(waiting);
      source.close();
    };
  }, [types]);
  return { log, standing };
}
