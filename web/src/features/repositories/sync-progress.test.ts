import { expect, test } from "vitest";
import type { Job, Sync } from "../../api/types";
import { isSyncing, stageOf, syncOf } from "./sync-progress";

const QUEUED: Sync = {
  job_id: "j1",
  state: "queued",
  phase: null,
  done: null,
  total: null,
  message: null,
  error: null,
  last_synced_at: null,
};

const job = (values: Partial<Job>): Job => ({
  id: "j1",
  kind: "insights.sync_repository",
  state: "running",
  attempts: 1,
  phase: null,
  done: null,
  total: null,
  message: null,
  result: null,
  error: null,
  created_at: "2026-11-22T10:00:00Z",
  started_at: null,
  finished_at: null,
  ...values,
});

test.each([
  ["fetch", "none"],
  ["commits", "none"],
  ["paths", "first"],
  ["lines", "first"],
])("in the phase %s of a reading there are numbers: %s", (phase, stage) => {
  expect(stageOf(syncOf(job({ phase }), QUEUED))).toBe(stage);
});

test("a job that succeeded is a repository that was read", () => {
  const sync = syncOf(job({ state: "succeeded", phase: "lines", finished_at: "2026-11-22T10:00:02Z" }), QUEUED);

  expect(sync).toMatchObject({ state: "done", phase: "done", last_synced_at: "2026-11-22T10:00:02Z" });
  expect(stageOf(sync)).toBe("complete");
  expect(isSyncing({ sync })).toBe(false);
});

test("a job that failed keeps its reason", () => {
  const error = { code: "NOT_A_REPOSITORY", message: "There is no repository", hint: null };

  expect(syncOf(job({ state: "failed", error }), QUEUED)).toMatchObject({ state: "failed", error });
});
