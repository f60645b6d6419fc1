import type { Me, ScopeName } from "../api/types";
import type { IconName } from "../ui/icon";

interface NavigationItem {
  to: string;
  name: string;
  icon: IconName;
  /** Shown to those who may; the server decides in any case. */
  scope?: ScopeName;
}

export interface NavigationGroup {
  name: string;
  items: readonly NavigationItem[];
}

const GROUPS: readonly NavigationGroup[] = [
  {
    name: "Work",
    items: [
      { to: "/delivery", name: "Delivery", icon: "delivery" },
      { to: "/repositories", name: "Repositories", icon: "repository" },
      { to: "/activity", name: "Activity", icon: "activity" },
    ],
  },
  {
    name: "Crew",
    items: [
      { to: "/organization", name: "Organization", icon: "building", scope: "organizations:read" },
      { to: "/webhooks", name: "Webhooks", icon: "webhook", scope: "webhooks:manage" },
    ],
  },
  {
    name: "You",
    items: [
      { to: "/keys", name: "API keys", icon: "key" },
      { to: "/account", name: "Account", icon: "person" },
    ],
  },
  {
    name: "Administration",
    items: [
      { to: "/users", name: "Users", icon: "people", scope: "users:manage" },
      { to: "/audit", name: "Audit log", icon: "ledger", scope: "audit:read" },
    ],
  },
];

export const navigationFor = ({ scopes }: Pick<Me, "scopes">): NavigationGroup[] =>
  GROUPS.map(({ name, items }) => ({
    name,
    items: items.filter(({ scope }) => scope === undefined || scopes.includes(scope)),
  })).filter(({ items }) => items.length > 0);
