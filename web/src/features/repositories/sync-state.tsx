import type { Sync } from "../../api/types";
import { ago } from "../../format/times";
import { Badge } from "../../ui/badge";
import { ProgressBar } from "../../ui/progress";
import styles from "./repositories.module.css";

/** Where the reading of a repository stands, in one line or one bar. */
export const SyncState = ({ sync }: { sync: Sync }) => {
  switch (sync.state) {
    case "queued":
      return <ProgressBar label="Waiting for its turn" done={null} total={null} />;
    case "running":
      return <ProgressBar label={sync.message ?? "Reading"} done={sync.done} total={sync.total} />;
    case "failed":
      return <Failed sync={sync} />;
    case "never":
      return <Badge>Not read yet</Badge>;
    case "cancelled":
      return <Badge>Stopped</Badge>;
    case "done":
      return <span className={styles.quiet}>{sync.last_synced_at ? `Read ${ago(sync.last_synced_at)}` : "Read"}</span>;
  }
};

const Failed = ({ sync }: { sync: Sync }) => (
  <div className={styles.failed}>
    <p>
      <Badge tone="bad">Failed</Badge> {sync.error?.message ?? sync.message}
    </p>
    {sync.error?.hint && <p className={styles.quiet}>{sync.error.hint}</p>}
  </div>
);
