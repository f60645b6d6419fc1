import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body } from "./client";
import type { ScopeName } from "./types";

export const ME = ["me"];

export const useMe = () =>
  useQuery({ queryKey: ME, queryFn: () => body(api.GET("/api/v1/auth/me")), staleTime: 60_000 });

/** Whether to offer an action. The server decides in any case; this only spares the reader a refusal. */
export const useMay = (scope: ScopeName): boolean => useMe().data?.scopes.includes(scope) ?? false;

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (who: { username: string; password: string }) =>
      body(api.POST("/api/v1/auth/login", { body: { ...who, cookies: true } })),
    onSuccess: () => queries.resetQueries(), // what was read before belongs to whoever was here before
  });
}

export function useSignInLink() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (token: string) => body(api.POST("/api/v1/auth/sign-in-link", { body: { token } })),
    onSuccess: () => queries.resetQueries(), // what was read before belongs to whoever was here before
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.POST("/api/v1/auth/logout")),
    // Whatever was read belongs to the person who left.
    onSettled: () => queries.clear(),
  });
}

export function useSetPassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (passwords: { current_password?: string; new_password: string }) =>
      body(api.POST("/api/v1/auth/me/password", { body: passwords })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ME }),
  });
}

export const useSessions = () =>
  useQuery({ queryKey: ["sessions"], queryFn: () => body(api.GET("/api/v1/auth/sessions")) });

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (session_id: string) =>
      body(api.DELETE("/api/v1/auth/sessions/{session_id}", { params: { path: { session_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["sessions"] }),
  });
}
