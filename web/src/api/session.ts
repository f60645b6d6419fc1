import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body } from "./client";

export const ME = ["me"];

export const useMe = () =>
  useQuery({ queryKey: ME, queryFn: () => body(api.GET("/api/v1/auth/me")), staleTime: 60_000 });

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
