import type { Job, Repository, Sync } from "../../api/types";

/** The phases by which the first numbers are stored. What follows adds the counts of lines to them. */
const FIRST_NUMBERS: readonly (string | null)[] = ["paths", "lines"];

export const isSyncing = ({ sync }: Pick<Repository, "sync">): boolean => sync.state === "queued" || sync.state === "running";

/** How much of a repository's numbers is there: its change is the moment to ask for them again, and nothing else is. */
export function stageOf({ state, phase }: Pick<Sync, "state" | "phase">): "none" | "first" | "complete" {
  if (state === "done") return "complete";
  return FIRST_NUMBERS.includes(phase) ? "first" : "none";
}

const STATES: Record<Job["state"], Sync["state"]> = {
  queued: "queued",
  running: "running",
  succeeded: "done",
  failed: "failed",
  cancelled: "cancelled",
};

/** Where a reading stands, by its job. */
export const syncOf = (job: Job, known: Sync): Sync => ({
  ...known,
  job_id: job.id,
  state: STATES[job.state],
  phase: job.state === "succeeded" ? "done" : job.phase,
  done: job.done,
  total: job.total,
  message: job.message,
  error: job.error,
  last_synced_at: job.state === "succeeded" ? job.finished_at : known.last_synced_at,
});
