import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body } from "./client";
import type { NewUser, Role, User, UserChange } from "./types";

const USERS = ["users"];
const LIST = [...USERS, "list"];

export interface UserFilter {
  role?: Role;
  disabled?: boolean;
  email?: string;
  page?: number;
  page_size?: number;
}

export const useUsers = (filter: UserFilter, isAsked = true) =>
  useQuery({
    queryKey: [...LIST, filter],
    queryFn: () => body(api.GET("/api/v1/users", { params: { query: filter } })),
    placeholderData: keepPreviousData,
    enabled: isAsked,
  });

export const useUser = (user_id: string) =>
  useQuery({
    queryKey: [...USERS, "one", user_id],
    queryFn: () => body(api.GET("/api/v1/users/{user_id}", { params: { path: { user_id } } })),
  });

function useUserAction<Input, Output>(act: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: USERS }) });
}

export const useAddUser = () => useUserAction((user: NewUser) => body(api.POST("/api/v1/users", { body: user })));

export const useChangeUser = (user: User) =>
  useUserAction((change: UserChange) =>
    body(
      api.PATCH("/api/v1/users/{user_id}", {
        params: { path: { user_id: user.id } },
        body: { ...change, expected_version: user.version },
      }),
    ),
  );

export function useDeleteUser(user_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.DELETE("/api/v1/users/{user_id}", { params: { path: { user_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: LIST }), // the account itself cannot be asked for any more
  });
}

export const useCreateSignInLink = () =>
  useMutation({
    mutationFn: (user_id: string) =>
      body(api.POST("/api/v1/users/{user_id}/sign-in-link", { params: { path: { user_id } } })),
  });
