import { useState } from "react";
import { useEvents, type Standing } from "../../api/events";
import type { Entry } from "../../api/event-log";
import { count } from "../../format/numbers";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Choice, type Option } from "../../ui/choice";
import { Filters } from "../../ui/layout";
import { Empty, Remark } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { useParamsOf } from "../../ui/search-params";
import { GROUPS, OWN_SUBJECTS, wildcard } from "../webhooks/event-types";
import styles from "./activity.module.css";
import { EventLine } from "./event-line";

const ALL = "all";
const SUBJECTS = [...GROUPS, ...OWN_SUBJECTS];
const ABOUT: Option<string>[] = [
  { id: ALL, name: "Everything" },
  ...SUBJECTS.map(({ subject, name }) => ({ id: subject, name })),
];

export const Activity = () => {
  const [params, change] = useParamsOf();
  const asked = SUBJECTS.find(({ subject }) => subject === params.get("about"))?.subject;
  const { log, standing } = useEvents(asked && wildcard(asked));
  const [held, setHeld] = useState<readonly Entry[] | null>(null);
  const fresh = held ? log.entries.length - held.length : 0;
  return (
    <Page
      title="Activity"
      lead="What happens on this server, as it happens. You see what your account may see."
      actions={<StandingBadge standing={standing} />}
    >
      <Panel>
        <Filters>
          <Choice
            label="About"
            options={ABOUT}
            value={asked ?? ALL}
            onChange={(about) => {
              setHeld(null);
              change({ about: about === ALL ? undefined : about });
            }}
          />
          <Button onPress={() => setHeld(held ? null : log.entries)}>
            {held ? `Go on${fresh > 0 ? ` (${count(fresh)} more)` : ""}` : "Hold still"}
          </Button>
        </Filters>
        <Entries entries={held ?? log.entries} />
      </Panel>
    </Page>
  );
};

const STANDINGS = {
  connecting: { tone: "plain", words: "Connecting" },
  live: { tone: "good", words: "Live" },
  lost: { tone: "bad", words: "Connection lost, trying again" },
} as const;

const StandingBadge = ({ standing }: { standing: Standing }) => (
  <span role="status">
    <Badge tone={STANDINGS[standing].tone}>{STANDINGS[standing].words}</Badge>
  </span>
);

const Entries = ({ entries }: { entries: readonly Entry[] }) => {
  if (entries.length === 0) {
    return (
      <Empty title="Nothing has happened yet">
        Keep this page open: the next sign-in, sync or change stands here at once. Programs follow the same log at{" "}
        <code>/api/v1/events</code>.
      </Empty>
    );
  }
  return (
    <div role="log" aria-label="Events, newest first">
      <ol className={styles.log}>
        {entries.map((entry) =>
          entry.kind === "gap" ? (
            <li key={`gap ${entry.from}`}>
              <Remark>
                Events {count(entry.from + 1)} to {count(entry.through)} are no longer kept, so they are not shown here. What pages
                show may have changed: load them again.
              </Remark>
            </li>
          ) : (
            <EventLine key={entry.event.seq} event={entry.event} />
          ),
        )}
      </ol>
    </div>
  );
};
