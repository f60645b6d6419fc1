import { useState } from "react";
import { Link } from "react-router";
import { useHasScope } from "../../api/session";
import type { Repository } from "../../api/types";
import { AddRepository } from "../../features/repositories/add-repository";
import { isSyncing, stageOf } from "../../features/repositories/sync-progress";
import { SyncState } from "../../features/repositories/sync-state";
import { useSync } from "../../features/repositories/use-sync";
import { EmptyState, ErrorMessage } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import styles from "./welcome.module.css";

/** The first five minutes: name a clone, watch it being read, see its numbers. */
export const Welcome = () => {
  const [added, setAdded] = useState<Repository | null>(null);
  return (
    <Page
      title="Welcome aboard"
      lead="Point Quarterdeck at a git clone. No account, token or other service is needed: the numbers come from the history itself."
    >
      <Panel>
        <div className={styles.steps}>
          {added === null ? <FirstRepository onAdded={setAdded} /> : <ReadingProgress added={added} />}
        </div>
      </Panel>
    </Page>
  );
};

const FirstRepository = ({ onAdded }: { onAdded: (repository: Repository) => void }) =>
  useHasScope("repositories:write") ? (
    <>
      <h2>Add your first repository</h2>
      <AddRepository onAdded={onAdded} />
    </>
  ) : (
    <EmptyState title="Nothing to read yet">You may look but not add. Ask an administrator to add a repository.</EmptyState>
  );

const ReadingProgress = ({ added }: { added: Repository }) => {
  const { sync, error, refetch } = useSync(added);
  const { id, name } = added;
  return (
    <>
      <h2>{isSyncing({ sync }) ? `Reading ${name}` : name}</h2>
      {error && <ErrorMessage error={error} retry={() => void refetch()} />}
      <SyncState sync={sync} />
      {sync.state === "failed" && <Link to={`/repositories/${id}`}>Open the repository to try again</Link>}
      {stageOf(sync) !== "none" && (
        <Link className={styles.onward} to={`/delivery?repository=${id}`}>
          See its delivery numbers
        </Link>
      )}
    </>
  );
};
