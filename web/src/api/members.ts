import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body } from "./client";
import { planned } from "./planned";
import type { Invitation, InvitationSummary, IssuedInvitation, Listed, MemberRole, NewMember } from "./types";

const members = (organization_id: string) => ["members", organization_id];
const invitations = (organization_id: string) => ["invitations", organization_id];
const MEMBERS = "/api/v1/organizations/{organization_id}/members";
const MEMBER = "/api/v1/organizations/{organization_id}/members/{user_id}";

export const useMembers = (organization_id: string, page: number, page_size: number) =>
  useQuery({
    queryKey: [...members(organization_id), page],
    queryFn: () =>
      body(api.GET(MEMBERS, { params: { path: { organization_id }, query: { page, page_size } } })),
    placeholderData: keepPreviousData,
  });

function useMemberAction<Input, Output>(organization_id: string, act: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => queries.invalidateQueries({ queryKey: members(organization_id) }),
  });
}

export const useAddMember = (organization_id: string) =>
  useMemberAction(organization_id, (member: NewMember) =>
    body(api.POST(MEMBERS, { params: { path: { organization_id } }, body: member })),
  );

export const useChangeMember = (organization_id: string, user_id: string) =>
  useMemberAction(organization_id, (role: MemberRole) =>
    body(api.PATCH(MEMBER, { params: { path: { organization_id, user_id } }, body: { role } })),
  );

export const useRemoveMember = (organization_id: string, user_id: string) =>
  useMemberAction(organization_id, () =>
    body(api.DELETE(MEMBER, { params: { path: { organization_id, user_id } } })),
  );

export const useInvitations = (organization_id: string, page: number, page_size: number) =>
  useQuery({
    queryKey: [...invitations(organization_id), page],
    queryFn: () =>
      planned<Listed<Invitation>>("get", "/organizations/{organization_id}/invitations", {
        path: { organization_id },
        query: { page, page_size },
      }),
    placeholderData: keepPreviousData,
  });

export function useInvite(organization_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (invitation: { email: string; role: MemberRole }) =>
      planned<IssuedInvitation>("post", "/organizations/{organization_id}/invitations", {
        path: { organization_id },
        body: invitation,
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: invitations(organization_id) }),
  });
}

export function useRevokeInvitation(organization_id: string, invitation_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      planned<void>("delete", "/organizations/{organization_id}/invitations/{invitation_id}", {
        path: { organization_id, invitation_id },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: invitations(organization_id) }),
  });
}

export const useInvitation = (token: string) =>
  useQuery({
    queryKey: ["invitation", token],
    queryFn: () => planned<InvitationSummary>("get", "/auth/invitations/{token}", { path: { token } }),
    staleTime: Infinity,
  });

export function useAcceptInvitation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (answer: { token: string; name?: string; password?: string }) =>
      planned<unknown>("post", "/auth/invitations/accept", { body: answer }),
    onSuccess: () => queries.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== "invitation" }),
  });
}
