import { useQuery } from "@tanstack/react-query";
import { api, body } from "./client";

export const useOrganizations = () =>
  useQuery({
    queryKey: ["organizations"],
    queryFn: () => body(api.GET("/api/v1/organizations", { params: { query: { page_size: 100 } } })),
    staleTime: 60_000,
  });

export const useTeams = (organization_id?: string) =>
  useQuery({
    queryKey: ["teams", organization_id],
    queryFn: () => body(api.GET("/api/v1/teams", { params: { query: { organization_id, page_size: 100 } } })),
    staleTime: 60_000,
  });
