import type { Sync } from "../../api/types";
import { ago } from "../../format/times";
import { Badge } from "../../ui/badge";
import { Progress } from "../../ui/progress";
import styles from "./repositories.module.css";

/** Where the reading of a repository stands, in one line or one bar. */
export const SyncState = ({ sync }: { sync: Sync }) => {
  switch (sync.state) {
    case "queued":
      return <Progress label="Waiting for its turn" done={null} total={null} />;
    case "running":
      return <Progress label={sync.message ?? "Reading"} done={sync.done} total={sync.total} />;
    case "failed":
      return (
        <div className={styles.failed}>
          <Badge tone="bad">Failed</Badge> {sync.message}
        </div>
      );
    case "never":
      return <Badge>Not read yet</Badge>;
    default:
      return <span className={styles.quiet}>{sync.finished_at ? `Read ${ago(sync.finished_at)}` : "Read"}</span>;
  }
};
