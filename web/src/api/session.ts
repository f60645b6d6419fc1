import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body } from "./client";
import { setPersistentSession } from "./persistent-session";
import type { ScopeName } from "./types";

export const ME = ["me"];

export const fetchMe = () => body(api.GET("/api/v1/auth/me"));

export const useMe = () => useQuery({ queryKey: ME, queryFn: fetchMe, staleTime: 60_000 });

/** Whether to offer an action. The server decides in any case; this only spares the reader a refusal. */
export const useHasScope = (scope: ScopeName): boolean => useMe().data?.scopes.includes(scope) ?? false;

interface Credentials {
  username: string;
  password: string;
  /** Whether the session may be renewed without asking, for weeks. */
  remember: boolean;
}

/** What was read before belongs to whoever was here before. */
function useSignInMutation<Input>(enter: (input: Input) => Promise<unknown>, isRemembered: (input: Input) => boolean) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: enter,
    onSuccess: (_, input) => {
      setPersistentSession(isRemembered(input));
      return queries.resetQueries();
    },
  });
}

export const useSignIn = () =>
  useSignInMutation(
    (who: Credentials) => body(api.POST("/api/v1/auth/login", { body: { ...who, cookies: true } })),
    ({ remember: isAsked }) => isAsked,
  );

export const useSignInLink = () =>
  useSignInMutation(
    (token: string) => body(api.POST("/api/v1/auth/sign-in-link", { body: { token } })),
    () => false,
  );

/** The end of a sign-in at a provider: its one-time token becomes a session. */
export const useValidateToken = () =>
  useSignInMutation(
    (token: string) => body(api.POST("/api/v1/auth/validate-token", { body: { token } })),
    () => true,
  );

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.POST("/api/v1/auth/logout")),
    // Whatever was read belongs to the person who left.
    onSettled: () => {
      setPersistentSession(false);
      queries.clear();
    },
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

export function useRename() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (profile: { name: string; expected_version: number }) =>
      body(api.PATCH("/api/v1/auth/me", { body: profile })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ME }),
  });
}

export const useSessions = (page: number, page_size: number) =>
  useQuery({
    queryKey: ["sessions", page],
    queryFn: () => body(api.GET("/api/v1/auth/sessions", { params: { query: { page, page_size } } })),
    placeholderData: keepPreviousData,
  });

export function useEndSession(session_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.DELETE("/api/v1/auth/sessions/{session_id}", { params: { path: { session_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["sessions"] }),
  });
}
