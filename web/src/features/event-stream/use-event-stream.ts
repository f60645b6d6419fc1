import { useEffect, useReducer, useState } from "react";
import { eventStreamUrl, fetchEvents } from "../../api/events";
import { fetchMe } from "../../api/session";
import type { LogEvent } from "../../api/types";
import { EMPTY, type Gap, type LogAction, reduceLog } from "./event-log";

export type ConnectionState = "connecting" | "live" | "lost";

const RECONNECT_MS = 5_000;
/** A page just opened is not empty: so many events before now come first. */
const HISTORY = 100;

/**
 * The event log as it grows. The browser itself resumes a connection that broke, from the last event it saw; one that
 * the server refused is asked for again, after a call that renews the session where it can be renewed.
 */
export function useEventStream(types: string | undefined) {
  const [log, dispatch] = useReducer(reduceLog, EMPTY);
  const [connection, setConnection] = useState<ConnectionState>("connecting");
  useEffect(() => {
    dispatch({ kind: "begin" });
    setConnection("connecting");
    return subscribe(types, dispatch, setConnection);
  }, [types]);
  return { log, connection };
}

/** Keep a stream open until the returned function is called. */
function subscribe(
  types: string | undefined,
  dispatch: (action: LogAction) => void,
  setConnection: (state: ConnectionState) => void,
): () => void {
  let source: EventSource;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let last: number | undefined;
  let isClosed = false;
  const addHistory = (events: LogEvent[]) => !isClosed && dispatch({ kind: "past", events });
  const open = () => {
    source = new EventSource(eventStreamUrl(types, last));
    source.onopen = () => setConnection("live");
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as LogEvent;
      last = event.seq;
      dispatch({ kind: "event", event });
    };
    source.addEventListener("sync", ({ data }) => {
      const { through } = JSON.parse(data) as Gap;
      if (last === undefined) void fetchEvents(types, through, HISTORY).then(addHistory, () => {}); // the stream goes on without it
      last ??= through;
    });
    source.addEventListener("resync", ({ data }) => dispatch({ kind: "resync", ...(JSON.parse(data) as Gap) }));
    source.onerror = () => {
      setConnection("lost");
      if (source.readyState === EventSource.CLOSED) reopenLater();
    };
  };
  const reopenLater = () => {
    if (!isClosed) waiting = setTimeout(() => void fetchMe().then(reopen, reopenLater), RECONNECT_MS);
  };
  const reopen = () => !isClosed && open();
  open();
  return () => {
    isClosed = true;
    clearTimeout(waiting);
    source.close();
  };
}
