import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body } from "./client";
import { redirectTo } from "./redirect";

const IDENTITIES = ["identities"];
const CONNECTIONS = ["connections"];

/** The services by which one can sign in here; none until an administrator sets one up. */
export const useProviders = () =>
  useQuery({
    queryKey: ["providers"],
    queryFn: () => body(api.GET("/api/v1/auth/providers")),
    staleTime: Infinity,
  });

export const useIdentities = () =>
  useQuery({
    queryKey: IDENTITIES,
    queryFn: () => body(api.GET("/api/v1/auth/identities", { params: { query: { page_size: 100 } } })),
  });

/** Answers with where to go: the provider asks the person, and brings them back. */
export const useLink = () =>
  useMutation({
    mutationFn: (provider: string) =>
      body(api.POST("/api/v1/auth/{provider}/link", { params: { path: { provider } }, body: {} })),
    onSuccess: ({ redirect_to }) => redirectTo(redirect_to),
  });

export function useUnlink(identity_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      body(api.DELETE("/api/v1/auth/identities/{identity_id}", { params: { path: { identity_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: IDENTITIES }),
  });
}

export const useConnections = (page: number, page_size: number) =>
  useQuery({
    queryKey: [...CONNECTIONS, page],
    queryFn: () => body(api.GET("/api/v1/auth/connections", { params: { query: { page, page_size } } })),
    placeholderData: keepPreviousData,
  });

export function useDisconnect(connection_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      body(api.DELETE("/api/v1/auth/connections/{connection_id}", { params: { path: { connection_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: CONNECTIONS }),
  });
}
