import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body } from "./client";
import type { InboxDelivery, NewInboxSource } from "./types";

const INBOX = ["inbox"];
const WHILE_WAITING_MS = 2_000;

export const useInboxSources = (page: number, page_size: number) =>
  useQuery({
    queryKey: [...INBOX, "sources", page],
    queryFn: () => body(api.GET("/api/v1/inbox/sources", { params: { query: { page, page_size } } })),
    placeholderData: keepPreviousData,
  });

function useInboxAction<Input, Output>(act: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: INBOX }) });
}

export const useAddInboxSource = () =>
  useInboxAction((source: NewInboxSource) => body(api.POST("/api/v1/inbox/sources", { body: source })));

export const useRotateInboxSecret = (source_id: string) =>
  useInboxAction((keep_old_hours: number) =>
    body(
      api.POST("/api/v1/inbox/sources/{source_id}/rotate-secret", {
        params: { path: { source_id } },
        body: { keep_old_hours },
      }),
    ),
  );

export const useDeleteInboxSource = (source_id: string) =>
  useInboxAction(() => body(api.DELETE("/api/v1/inbox/sources/{source_id}", { params: { path: { source_id } } })));

export interface InboxFilter {
  source_id?: string;
  state?: InboxDelivery["state"];
}

export const useInboxDeliveries = (filter: InboxFilter, page: number, page_size: number) =>
  useQuery({
    queryKey: [...INBOX, "deliveries", filter, page],
    queryFn: () =>
      body(api.GET("/api/v1/inbox/deliveries", { params: { query: { ...filter, page, page_size } } })),
    refetchInterval: ({ state }) =>
      state.data?.items.some((delivery) => delivery.state === "received") ? WHILE_WAITING_MS : false,
    placeholderData: keepPreviousData,
  });

export const useInboxDelivery = (received_id: string) =>
  useQuery({
    queryKey: [...INBOX, "delivery", received_id],
    queryFn: () => body(api.GET("/api/v1/inbox/deliveries/{received_id}", { params: { path: { received_id } } })),
  });

export const useReprocess = (received_id: string) =>
  useInboxAction(() =>
    body(api.POST("/api/v1/inbox/deliveries/{received_id}/reprocess", { params: { path: { received_id } } })),
  );
