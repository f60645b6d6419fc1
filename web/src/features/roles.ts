import type { MemberRole, Role } from "../api/types";
import type { Option } from "../ui/select";

interface RoleText {
  name: string;
  meaning: string;
}

export const ROLES: Record<Role, RoleText> = {
  admin: { name: "Administrator", meaning: "may do everything, also with other people’s accounts" },
  user: { name: "User", meaning: "works with their own things and those of their organizations" },
  agent: { name: "Agent", meaning: "a program that works on issues and reviews" },
  readonly: { name: "Reader", meaning: "looks, and changes nothing" },
};

export const MEMBER_ROLES: Record<MemberRole, RoleText> = {
  owner: { name: "Owner", meaning: "also decides who belongs to it" },
  member: { name: "Member", meaning: "works with what it shares" },
  viewer: { name: "Viewer", meaning: "looks at what it shares" },
};

const options = <Key extends string>(roles: Record<Key, RoleText>): Option<Key>[] =>
  (Object.keys(roles) as Key[]).map((id) => ({ id, name: `${roles[id].name}: ${roles[id].meaning}` }));

export const ROLE_OPTIONS = options(ROLES);
export const MEMBER_ROLE_OPTIONS = options(MEMBER_ROLES);
