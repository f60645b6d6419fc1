import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body } from "./client";
import type { AcceptedInvitation, MemberRole, NewInvitation, NewMember } from "./types";

const members = (organization_id: string) => ["members", organization_id];
const invitations = (organization_id: string) => ["invitations", organization_id];
const MEMBERS = "/api/v1/organizations/{organization_id}/members";
const MEMBER = "/api/v1/organizations/{organization_id}/members/{user_id}";
const INVITATIONS = "/api/v1/organizations/{organization_id}/invitations";
const INVITATION = "/api/v1/organizations/{organization_id}/invitations/{invitation_id}";

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
    queryFn: () => body(api.GET(INVITATIONS, { params: { path: { organization_id }, query: { page, page_size } } })),
    placeholderData: keepPreviousData,
  });

function useInvitationAction<Input, Output>(organization_id: string, act: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => queries.invalidateQueries({ queryKey: invitations(organization_id) }),
  });
}

export const useInvite = (organization_id: string) =>
  useInvitationAction(organization_id, (invitation: NewInvitation) =>
    body(api.POST(INVITATIONS, { params: { path: { organization_id } }, body: invitation })),
  );

export const useRevokeInvitation = (organization_id: string, invitation_id: string) =>
  useInvitationAction(organization_id, () =>
    body(api.DELETE(INVITATION, { params: { path: { organization_id, invitation_id } } })),
  );

export const useInvitation = (token: string) =>
  useQuery({
    queryKey: ["invitation", token],
    queryFn: () => body(api.GET("/api/v1/auth/invitations/{token}", { params: { path: { token } } })),
    staleTime: Infinity,
  });

export function useAcceptInvitation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (answer: AcceptedInvitation) => body(api.POST("/api/v1/auth/invitations/accept", { body: answer })),
    // What was read before belongs to whoever was here before; the invitation itself cannot be read again.
    onSuccess: () => queries.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== "invitation" }),
  });
}
