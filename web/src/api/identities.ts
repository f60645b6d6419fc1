import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { leaveFor } from "./leave";
import { planned } from "./planned";
import type { Connection, Identity, Listed, Provider } from "./types";

const IDENTITIES = ["identities"];
const CONNECTIONS = ["connections"];

/** The services by which one can sign in here; none until an administrator sets one up. */
export const useProviders = () =>
  useQuery({
    queryKey: ["providers"],
    queryFn: () => planned<{ items: Provider[] }>("get", "/auth/providers"),
    staleTime: Infinity,
  });

export const useIdentities = () =>
  useQuery({ queryKey: IDENTITIES, queryFn: () => planned<Listed<Identity>>("get", "/auth/identities") });

/** Answers with where to go: the provider asks the person, and brings them back. */
export const useLink = () =>
  useMutation({
    mutationFn: (provider: string) =>
      planned<{ redirect_to: string }>("post", "/auth/{provider}/link", { path: { provider }, body: {} }),
    onSuccess: ({ redirect_to }) => leaveFor(redirect_to),
  });

export function useUnlink(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => planned<void>("delete", "/auth/identities/{id}", { path: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: IDENTITIES }),
  });
}

export const useConnections = () =>
  useQuery({ queryKey: CONNECTIONS, queryFn: () => planned<Listed<Connection>>("get", "/auth/connections") });

export function useDisconnect(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => planned<void>("delete", "/auth/connections/{id}", { path: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: CONNECTIONS }),
  });
}
