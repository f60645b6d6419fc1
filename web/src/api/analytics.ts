import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, body } from "./client";
import type { Granularity, MetricName } from "./types";

export interface Scope {
  organization_id?: string;
  team_id?: string;
  repository_id?: string;
  start_date: string;
  end_date: string;
  granularity: Granularity;
}

export const useDora = (scope: Scope, freshness: string) =>
  useQuery({
    queryKey: ["dora", scope, freshness],
    queryFn: () => body(api.GET("/api/v1/analytics/dora-metrics", { params: { query: scope } })),
    placeholderData: keepPreviousData,
  });

export const useExplanation = (metric: MetricName, scope: Scope, page: number) =>
  useQuery({
    queryKey: ["explain", metric, scope, page],
    queryFn: () =>
      body(api.GET("/api/v1/analytics/explain", { params: { query: { ...scope, metric, page, page_size: 25 } } })),
    placeholderData: keepPreviousData,
  });
