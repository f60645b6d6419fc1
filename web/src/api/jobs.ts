import { useQuery } from "@tanstack/react-query";
import { api, body } from "./client";

const WHILE_RUNNING_MS = 500;

export const isRunning = ({ state }: { state: string }): boolean => state === "queued" || state === "running";

/** A long task, asked for until it ends. Its row is all that is read, so that watching it does not slow it down. */
export const useJob = (job_id: string | null) =>
  useQuery({
    queryKey: ["job", job_id],
    queryFn: () => body(api.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id: job_id! } } })),
    enabled: job_id !== null,
    refetchInterval: ({ state: { data } }) => (data && isRunning(data) ? WHILE_RUNNING_MS : false),
  });
