import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body } from "./client";
import type { NewRepository, Repository, RepositoryChange } from "./types";

const LIST = ["repositories"];
const one = (id: string) => ["repository", id];
const WHILE_SYNCING_MS = 1_000;

export const isSyncing = ({ sync }: Repository) => sync.state === "queued" || sync.state === "running";

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
    refetchInterval: ({ state }) => (state.data?.items.some(isSyncing) ? WHILE_SYNCING_MS : false),
    placeholderData: keepPreviousData,
  });

export const useRepository = (repository_id: string) =>
  useQuery({
    queryKey: one(repository_id),
    queryFn: () => body(api.GET("/api/v1/repositories/{repository_id}", { params: { path: { repository_id } } })),
    refetchInterval: ({ state }) => (state.data && isSyncing(state.data) ? WHILE_SYNCING_MS : false),
  });

/** A repository just added, from its first answer on until it has been read. */
export const useReading = (added: Repository) =>
  useQuery({
    queryKey: ["reading", added.id],
    queryFn: async (): Promise<Repository> =>
      body(api.GET("/api/v1/repositories/{repository_id}", { params: { path: { repository_id: added.id } } })),
    initialData: added,
    refetchInterval: ({ state }) => (state.data && isSyncing(state.data) ? WHILE_SYNCING_MS : false),
  });

export function useAddRepository() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (repository: NewRepository) => body(api.POST("/api/v1/repositories", { body: repository })),
    onSuccess: () => queries.invalidateQueries({ queryKey: LIST }),
  });
}

function useRepositoryAction<Input, Output>(id: string, act: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: LIST });
      await queries.invalidateQueries({ queryKey: one(id) });
    },
  });
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
