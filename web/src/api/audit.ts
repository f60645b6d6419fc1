import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, body } from "./client";
import type { Verdict } from "./types";

export interface AuditFilter {
  actor_id?: string;
  action?: string;
  object_type?: string;
  object_id?: string;
  outcome?: string;
  since?: string;
  until?: string;
}

export const useAudit = (filter: AuditFilter, page: number, page_size: number) =>
  useQuery({
    queryKey: ["audit", filter, page],
    queryFn: () => body(api.GET("/api/v1/audit", { params: { query: { ...filter, page, page_size } } })),
    placeholderData: keepPreviousData,
  });

/** How many rows the log has. Their numbers have no gap, so the newest number is the count. */
export async function countAuditRows(): Promise<number> {
  const newest = await body(api.GET("/api/v1/audit", { params: { query: { page: 1, page_size: 1 } } }));
  return newest.items[0]?.seq ?? 0;
}

export const verifyAudit = (after_seq: number, limit: number): Promise<Verdict> =>
  body(api.GET("/api/v1/audit/verify", { params: { query: { after_seq, limit } } }));
