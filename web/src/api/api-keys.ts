import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body } from "./client";
import type { ApiKeyRotation, NewApiKey } from "./types";

const KEYS = ["api-keys"];

export const useApiKeys = (page: number, page_size: number) =>
  useQuery({
    queryKey: [...KEYS, page],
    queryFn: () => body(api.GET("/api/v1/auth/api-keys", { params: { query: { page, page_size } } })),
    placeholderData: keepPreviousData,
  });

export function useIssueApiKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (key: NewApiKey) => body(api.POST("/api/v1/auth/api-keys", { body: key })),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEYS }),
  });
}

export function useRotateApiKey(key_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (rotation: ApiKeyRotation) =>
      body(api.POST("/api/v1/auth/api-keys/{key_id}/rotate", { params: { path: { key_id } }, body: rotation })),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEYS }),
  });
}

export function useRevokeApiKey(key_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.DELETE("/api/v1/auth/api-keys/{key_id}", { params: { path: { key_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEYS }),
  });
}
