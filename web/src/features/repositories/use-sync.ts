import { useEffect, useRef } from "react";
import { useJob } from "../../api/jobs";
import { useRefreshRepository } from "../../api/repositories";
import type { Repository } from "../../api/types";
import { isSyncing, stageOf, syncOf } from "./sync-progress";

/**
 * Where the reading of a repository stands. While one is under way its job is followed, which is one row, and not the
 * repository, whose statistics would be computed each time; that is read again when a part of the reading has ended.
 */
export function useSync(repository: Repository) {
  const job = useJob(isSyncing(repository) ? repository.sync.job_id : null);
  const sync = job.data ? syncOf(job.data, repository.sync) : repository.sync;
  const refresh = useRefreshRepository(repository.id);
  const state = `${sync.state} ${stageOf(sync)}`;
  const seen = useRef(state);
  useEffect(() => {
    if (seen.current === state) return;
    seen.current = state;
    void refresh();
  }, [state, refresh]);
  return { sync, error: job.error, refetch: job.refetch };
}
