import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { planned } from "./planned";
import type { InboxDelivery, InboxDeliveryDetails, InboxSource, IssuedInboxSource, Listed } from "./types";

const INBOX = ["inbox"];

export const useInboxSources = (page: number, page_size: number) =>
  useQuery({
    queryKey: [...INBOX, "sources", page],
    queryFn: () => planned<Listed<InboxSource>>("get", "/inbox/sources", { query: { page, page_size } }),
    placeholderData: keepPreviousData,
  });

function useInboxAction<Input, Output>(act: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: INBOX }) });
}

export const useAddInboxSource = () =>
  useInboxAction((source: Pick<InboxSource, "organization_id" | "name" | "kind"> & { secret?: string }) =>
    planned<IssuedInboxSource>("post", "/inbox/sources", { body: source }),
  );

export const useRotateInboxSecret = (id: string) =>
  useInboxAction((rotation: { secret?: string; keep_old_hours: number }) =>
    planned<IssuedInboxSource>("post", "/inbox/sources/{id}/rotate-secret", { path: { id }, body: rotation }),
  );

export const useDeleteInboxSource = (id: string) =>
  useInboxAction(() => planned<void>("delete", "/inbox/sources/{id}", { path: { id } }));

export interface InboxFilter {
  source_id?: string;
  state?: InboxDelivery["state"];
}

export const useInboxDeliveries = (filter: InboxFilter, page: number, page_size: number) =>
  useQuery({
    queryKey: [...INBOX, "deliveries", filter, page],
    queryFn: () =>
      planned<Listed<InboxDelivery>>("get", "/inbox/deliveries", { query: { ...filter, page, page_size } }),
    placeholderData: keepPreviousData,
  });

export const useInboxDelivery = (id: string) =>
  useQuery({
    queryKey: [...INBOX, "delivery", id],
    queryFn: () => planned<InboxDeliveryDetails>("get", "/inbox/deliveries/{id}", { path: { id } }),
  });

export const useReprocess = (id: string) =>
  useInboxAction(() => planned<InboxDelivery>("post", "/inbox/deliveries/{id}/reprocess", { path: { id } }));
