import { useState } from "react";
import type { Entry } from "../../features/event-stream/event-log";
import { type ConnectionState, useEventStream } from "../../features/event-stream/use-event-stream";
import { PRIVATE_SUBJECTS, SUBSCRIBABLE, wildcard } from "../../features/event-types/event-types";
import { count } from "../../format/numbers";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Filters } from "../../ui/layout";
import { Callout, EmptyState } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { useFilterParams } from "../../ui/search-params";
import { type Option, Select } from "../../ui/select";
import styles from "./activity.module.css";
import { EventLine } from "./event-line";

const ALL = "all";
const SUBJECTS = [...SUBSCRIBABLE, ...PRIVATE_SUBJECTS];
const ABOUT: Option<string>[] = [
  { id: ALL, name: "Everything" },
  ...SUBJECTS.map(({ subject, name }) => ({ id: subject, name })),
];

export const Activity = () => {
  const [params, change] = useFilterParams();
  const asked = SUBJECTS.find(({ subject }) => subject === params.get("about"))?.subject;
  const { log, connection } = useEventStream(asked && wildcard(asked));
  const [paused, setPaused] = useState<readonly Entry[] | null>(null);
  const fresh = paused ? log.entries.length - paused.length : 0;
  return (
    <Page
      title="Activity"
      lead="What happens on this server, as it happens. You see what your account may see."
      actions={<ConnectionBadge state={connection} />}
    >
      <Panel>
        <Filters>
          <Select
            label="About"
            options={ABOUT}
            value={asked ?? ALL}
            onChange={(about) => {
              setPaused(null);
              change({ about: about === ALL ? undefined : about });
            }}
          />
          <Button onPress={() => setPaused(paused ? null : log.entries)}>
            {paused ? `Go on${fresh > 0 ? ` (${count(fresh)} more)` : ""}` : "Hold still"}
          </Button>
        </Filters>
        <Entries entries={paused ?? log.entries} />
      </Panel>
    </Page>
  );
};

const CONNECTIONS = {
  connecting: { tone: "plain", words: "Connecting" },
  live: { tone: "good", words: "Live" },
  lost: { tone: "bad", words: "Connection lost, trying again" },
} as const;

const ConnectionBadge = ({ state }: { state: ConnectionState }) => (
  <span role="status">
    <Badge tone={CONNECTIONS[state].tone}>{CONNECTIONS[state].words}</Badge>
  </span>
);

const Entries = ({ entries }: { entries: readonly Entry[] }) => {
  if (entries.length === 0) {
    return (
      <EmptyState title="Nothing has happened yet">
        Keep this page open: the next sign-in, sync or change stands here at once. Programs follow the same log at{" "}
        <code>/api/v1/events</code>.
      </EmptyState>
    );
  }
  return (
    <div role="log" aria-label="Events, newest first">
      <ol className={styles.log}>
        {entries.map((entry) =>
          entry.kind === "gap" ? (
            <li key={`gap ${entry.from}`}>
              <Callout>
                Events {count(entry.from + 1)} to {count(entry.through)} are no longer kept, so they are not shown here. What pages
                show may have changed: load them again.
              </Callout>
            </li>
          ) : (
            <EventLine key={entry.event.seq} event={entry.event} />
          ),
        )}
      </ol>
    </div>
  );
};
