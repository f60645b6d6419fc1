import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, body } from "./client";
import { isRunning } from "./jobs";
import type { NewRepository, RepositoryChange } from "./types";

const LIST = ["repositories"];
const one = (id: string) => ["repository", id];
const WHILE_SYNCING_MS = 1_000;

interface Filter {
  page?: number;
  page_size?: number;
  organization_id?: string;
  team_id?: string;
}

export const useRepositories = (filter: Filter = {}) =>
  useQuery({
    queryKey: [...LIST, filter],
    queryFn: () => body(api.GET("/api/v1/repositories", { params: { query: filter } })),
    refetchInterval: ({ state }) => (state.data?.items.some(({ sync }) => isRunning(sync)) ? WHILE_SYNCING_MS : false),
    placeholderData: keepPreviousData,
  });

export const useRepository = (repository_id: string) =>
  useQuery({
    queryKey: one(repository_id),
    queryFn: () => body(api.GET("/api/v1/repositories/{repository_id}", { params: { path: { repository_id } } })),
  });

export function useAddRepository() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (repository: NewRepository) => body(api.POST("/api/v1/repositories", { body: repository })),
    onSuccess: () => queries.invalidateQueries({ queryKey: LIST }),
  });
}

/** Have everything that is shown of a repository read again. */
export function useRefreshRepository(id: string) {
  const queries = useQueryClient();
  return useCallback(async () => {
    await queries.invalidateQueries({ queryKey: LIST });
    await queries.invalidateQueries({ queryKey: one(id) });
  }, [queries, id]);
}

function useRepositoryAction<Input, Output>(id: string, act: (input: Input) => Promise<Output>) {
  return useMutation({ mutationFn: act, onSuccess: useRefreshRepository(id) });
}

export const useSyncRepository = (id: string) =>
  useRepositoryAction(id, () =>
    body(api.POST("/api/v1/repositories/{repository_id}/sync", { params: { path: { repository_id: id } } })),
  );

export const useStopSync = (id: string) =>
  useRepositoryAction(id, (job_id: string) =>
    body(api.POST("/api/v1/jobs/{job_id}/cancel", { params: { path: { job_id } } })),
  );

export const useChangeRepository = (id: string) =>
  useRepositoryAction(id, (change: RepositoryChange) =>
    body(api.PATCH("/api/v1/repositories/{repository_id}", { params: { path: { repository_id: id } }, body: change })),
  );

export const useRemoveRepository = (id: string) =>
  useRepositoryAction(id, () =>
    body(api.DELETE("/api/v1/repositories/{repository_id}", { params: { path: { repository_id: id } } })),
  );

export const useCommits = (repository_id: string, page: number) =>
  useQuery({
    queryKey: [...one(repository_id), "commits", page],
    queryFn: () =>
      body(
        api.GET("/api/v1/repositories/{repository_id}/commits", {
          params: { path: { repository_id }, query: { page, page_size: 25 } },
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const usePullRequests = (repository_id: string, page: number) =>
  useQuery({
    queryKey: [...one(repository_id), "pull-requests", page],
    queryFn: () =>
      body(
        api.GET("/api/v1/repositories/{repository_id}/pull-requests", {
          params: { path: { repository_id }, query: { page, page_size: 25 } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
