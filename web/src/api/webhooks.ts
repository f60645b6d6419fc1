import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { planned } from "./planned";
import type { Delivery, IssuedWebhook, Listed, NewWebhook, Webhook } from "./types";

const WEBHOOKS = ["webhooks"];
const one = (id: string) => [...WEBHOOKS, id];
const WHILE_PENDING_MS = 2_000;

export const useWebhooks = (page: number, page_size: number) =>
  useQuery({
    queryKey: [...WEBHOOKS, "list", page],
    queryFn: () => planned<Listed<Webhook>>("get", "/webhooks", { query: { page, page_size } }),
    placeholderData: keepPreviousData,
  });

export const useWebhook = (id: string) =>
  useQuery({ queryKey: one(id), queryFn: () => planned<Webhook>("get", "/webhooks/{id}", { path: { id } }) });

function useWebhookAction<Input, Output>(act: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: WEBHOOKS }) });
}

export const useAddWebhook = () =>
  useWebhookAction((webhook: NewWebhook) => planned<IssuedWebhook>("post", "/webhooks", { body: webhook }));

export const useChangeWebhook = ({ id, version }: Webhook) =>
  useWebhookAction((change: Partial<Omit<NewWebhook, "organization_id">>) =>
    planned<Webhook>("patch", "/webhooks/{id}", { path: { id }, body: { ...change, expected_version: version } }),
  );

export const useDeleteWebhook = (id: string) =>
  useWebhookAction(() => planned<void>("delete", "/webhooks/{id}", { path: { id } }));

export const useRotateSecret = (id: string) =>
  useWebhookAction(() => planned<IssuedWebhook>("post", "/webhooks/{id}/rotate-secret", { path: { id } }));

export const useTestWebhook = (id: string) =>
  useWebhookAction(() => planned<Delivery>("post", "/webhooks/{id}/test", { path: { id } }));

export const useDeliveries = (id: string, state: Delivery["state"] | undefined, page: number, page_size: number) =>
  useQuery({
    queryKey: [...one(id), "deliveries", state, page],
    queryFn: () =>
      planned<Listed<Delivery>>("get", "/webhooks/{id}/deliveries", {
        path: { id },
        query: { state, page, page_size },
      }),
    refetchInterval: ({ state: { data } }) =>
      data?.items.some((delivery) => delivery.state === "pending") ? WHILE_PENDING_MS : false,
    placeholderData: keepPreviousData,
  });

export const useRedeliver = (id: string) =>
  useWebhookAction((delivery_id: string) =>
    planned<Delivery>("post", "/webhooks/{id}/deliveries/{delivery_id}/redeliver", { path: { id, delivery_id } }),
  );
