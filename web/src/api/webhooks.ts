import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body } from "./client";
import type { Delivery, NewWebhook, Webhook, WebhookChange } from "./types";

const WEBHOOKS = ["webhooks"];
const LIST = [...WEBHOOKS, "list"];
const ONE = "/api/v1/webhooks/{webhook_id}";
const one = (id: string) => [...WEBHOOKS, "one", id];
const WHILE_PENDING_MS = 2_000;

export const useWebhooks = (page: number, page_size: number) =>
  useQuery({
    queryKey: [...LIST, page],
    queryFn: () => body(api.GET("/api/v1/webhooks", { params: { query: { page, page_size } } })),
    placeholderData: keepPreviousData,
  });

export const useWebhook = (webhook_id: string) =>
  useQuery({ queryKey: one(webhook_id), queryFn: () => body(api.GET(ONE, { params: { path: { webhook_id } } })) });

function useWebhookAction<Input, Output>(act: (input: Input) => Promise<Output>, touched: string[] = WEBHOOKS) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: touched }) });
}

export const useAddWebhook = () =>
  useWebhookAction((webhook: NewWebhook) => body(api.POST("/api/v1/webhooks", { body: webhook })));

export const useChangeWebhook = ({ id, version }: Webhook) =>
  useWebhookAction((change: WebhookChange) =>
    body(api.PATCH(ONE, { params: { path: { webhook_id: id } }, body: { ...change, expected_version: version } })),
  );

/** What is gone cannot be asked for again, so only the list is. */
export const useDeleteWebhook = (webhook_id: string) =>
  useWebhookAction(() => body(api.DELETE(ONE, { params: { path: { webhook_id } } })), LIST);

export const useRotateSecret = (webhook_id: string) =>
  useWebhookAction(() =>
    body(api.POST("/api/v1/webhooks/{webhook_id}/rotate-secret", { params: { path: { webhook_id } } })),
  );

export const useTestWebhook = (webhook_id: string) =>
  useWebhookAction(() => body(api.POST("/api/v1/webhooks/{webhook_id}/test", { params: { path: { webhook_id } } })));

export const useDeliveries = (
  webhook_id: string,
  state: Delivery["state"] | undefined,
  page: number,
  page_size: number,
) =>
  useQuery({
    queryKey: [...one(webhook_id), "deliveries", state, page],
    queryFn: () =>
      body(
        api.GET("/api/v1/webhooks/{webhook_id}/deliveries", {
          params: { path: { webhook_id }, query: { state, page, page_size } },
        }),
      ),
    refetchInterval: ({ state: { data } }) =>
      data?.items.some((delivery) => delivery.state === "pending") ? WHILE_PENDING_MS : false,
    placeholderData: keepPreviousData,
  });

export const useRedeliver = (webhook_id: string) =>
  useWebhookAction((delivery_id: string) =>
    body(
      api.POST("/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver", {
        params: { path: { webhook_id, delivery_id } },
      }),
    ),
  );
