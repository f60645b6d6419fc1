import { useState } from "react";
import { Link } from "react-router";
import { isSyncing, useRepository } from "../../api/repositories";
import { Failure } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { Loading } from "../../ui/progress";
import { AddRepository } from "../repositories/add-repository";
import { SyncState } from "../repositories/sync-state";
import styles from "./welcome.module.css";

/** The first five minutes: name a clone, watch it being read, see its numbers. */
export const Welcome = () => {
  const [repositoryId, setRepositoryId] = useState<string | null>(null);
  return (
    <Page
      title="Welcome aboard"
      lead="Point Quarterdeck at a git clone. No account, token or other service is needed: the numbers come from the history itself."
    >
      <Panel>
        <div className={styles.steps}>
          {repositoryId === null ? (
            <>
              <h2>Add your first repository</h2>
              <AddRepository onAdded={({ id }) => setRepositoryId(id)} />
            </>
          ) : (
            <Reading id={repositoryId} />
          )}
        </div>
      </Panel>
    </Page>
  );
};

const Reading = ({ id }: { id: string }) => {
  const repository = useRepository(id);
  if (repository.isPending) return <Loading what="the repository" />;
  if (repository.error) return <Failure error={repository.error} retry={() => void repository.refetch()} />;
  const { name, sync, commit_count } = repository.data;
  return (
    <>
      <h2>{isSyncing(repository.data) ? `Reading ${name}` : name}</h2>
      <SyncState sync={sync} />
      {sync.state === "failed" && <Link to={`/repositories/${id}`}>Open the repository to try again</Link>}
      {(sync.state === "done" || commit_count > 0) && (
        <Link className={styles.onward} to={`/delivery?repository=${id}`}>
          See its delivery numbers
        </Link>
      )}
    </>
  );
};
