import { useStopSync, useSyncRepository } from "../../api/repositories";
import { useHasScope } from "../../api/session";
import type { Repository } from "../../api/types";
import { isSyncing } from "../../features/repositories/sync-progress";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { ErrorMessage } from "../../ui/notice";

/** Starts a reading, or stops the one under way. */
export const SyncControl = ({ repository }: { repository: Repository }) => {
  const start = useSyncRepository(repository.id);
  const stop = useStopSync(repository.id);
  const { job_id } = repository.sync;
  const canWrite = useHasScope("repositories:write");
  const error = start.error ?? stop.error;
  if (!canWrite) return null;
  return (
    <>
      {isSyncing(repository) && job_id !== null ? (
        <Button onPress={() => stop.mutate(job_id)} isPending={stop.isPending || stop.isSuccess}>
          <Icon name="close" /> Stop reading
        </Button>
      ) : (
        <Button onPress={() => start.mutate(undefined)} isPending={start.isPending}>
          <Icon name="sync" /> Sync now
        </Button>
      )}
      {error && <ErrorMessage error={error} />}
    </>
  );
};
