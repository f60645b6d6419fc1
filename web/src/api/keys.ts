import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body } from "./client";
import type { NewApiKey } from "./types";

const KEYS = ["api-keys"];

export const useApiKeys = () =>
  useQuery({ queryKey: KEYS, queryFn: () => body(api.GET("/api/v1/auth/api-keys")) });

export function useIssueApiKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (key: NewApiKey) => body(api.POST("/api/v1/auth/api-keys", { body: key })),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEYS }),
  });
}

export function useRevokeApiKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (key_id: string) =>
      body(api.DELETE("/api/v1/auth/api-keys/{key_id}", { params: { path: { key_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEYS }),
  });
}
