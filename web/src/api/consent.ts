import { useMutation, useQuery } from "@tanstack/react-query";
import { api, body } from "./client";
import { redirectTo } from "./redirect";
import type { Decision } from "./types";

export const useConsentRequest = (request_id: string) =>
  useQuery({
    queryKey: ["consent", request_id],
    queryFn: () => body(api.GET("/api/v1/oauth/requests/{request_id}", { params: { path: { request_id } } })),
    staleTime: Infinity, // what was read is what is decided on
  });

export const useDecision = (request_id: string) =>
  useMutation({
    mutationFn: (decision: Decision) =>
      body(
        api.POST("/api/v1/oauth/requests/{request_id}/decision", { params: { path: { request_id } }, body: decision }),
      ),
    onSuccess: ({ redirect_to }) => redirectTo(redirect_to),
  });
