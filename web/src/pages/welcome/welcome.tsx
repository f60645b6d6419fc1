import { useState } from "react";
import { Link } from "react-router";
import { isSyncing, useReading } from "../../api/repositories";
import { useMay } from "../../api/session";
import type { Repository } from "../../api/types";
import { Empty, Failure } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { AddRepository } from "../repositories/add-repository";
import { SyncState } from "../repositories/sync-state";
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
          {added === null ? <First onAdded={setAdded} /> : <Reading added={added} />}
        </div>
      </Panel>
    </Page>
  );
};

const First = ({ onAdded }: { onAdded: (repository: Repository) => void }) =>
  useMay("repositories:write") ? (
    <>
      <h2>Add your first repository</h2>
      <AddRepository onAdded={onAdded} />
    </>
  ) : (
    <Empty title="Nothing to read yet">You may look but not add. Ask an administrator to add a repository.</Empty>
  );

const Reading = ({ added }: { added: Repository }) => {
  const { data: repository, error, refetch } = useReading(added);
  const { id, name, sync, commit_count } = repository;
  return (
    <>
      <h2>{isSyncing(repository) ? `Reading ${name}` : name}</h2>
      {error && <Failure error={error} retry={() => void refetch()} />}
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
