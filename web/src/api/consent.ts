import { useMutation, useQuery } from "@tanstack/react-query";
import { leaveFor } from "./leave";
import { planned } from "./planned";
import type { ConsentRequest, ScopeName } from "./types";

export const useConsentRequest = (id: string) =>
  useQuery({
    queryKey: ["consent", id],
    queryFn: () => planned<ConsentRequest>("get", "/oauth/requests/{id}", { path: { id } }),
    staleTime: Infinity, // what was read is what is decided on
  });

export const useDecision = (id: string) =>
  useMutation({
    mutationFn: (body: { allow: boolean; scopes?: ScopeName[] }) =>
      planned<{ redirect_to: string }>("post", "/oauth/requests/{id}/decision", { path: { id }, body }),
    onSuccess: ({ redirect_to }) => leaveFor(redirect_to),
  });
