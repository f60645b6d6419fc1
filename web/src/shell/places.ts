import type { Me, ScopeName } from "../api/types";
import type { IconName } from "../ui/icon";

interface Place {
  to: string;
  name: string;
  icon: IconName;
  /** Shown to those who may; the server decides in any case. */
  scope?: ScopeName;
}

export interface Group {
  name: string;
  places: readonly Place[];
}

const GROUPS: readonly Group[] = [
  {
    name: "Work",
    places: [
      { to: "/delivery", name: "Delivery", icon: "delivery" },
      { to: "/repositories", name: "Repositories", icon: "repository" },
      { to: "/activity", name: "Activity", icon: "activity" },
    ],
  },
  {
    name: "Crew",
    places: [
      { to: "/organization", name: "Organization", icon: "building", scope: "organizations:read" },
      { to: "/webhooks", name: "Webhooks", icon: "webhook", scope: "webhooks:manage" },
    ],
  },
  {
    name: "You",
    places: [
      { to: "/keys", name: "API keys", icon: "key" },
      { to: "/account", name: "Account", icon: "person" },
    ],
  },
  {
    name: "Administration",
    places: [
      { to: "/users", name: "Users", icon: "people", scope: "users:manage" },
      { to: "/audit", name: "Audit log", icon: "ledger", scope: "audit:read" },
    ],
  },
];

export const placesFor = ({ scopes }: Pick<Me, "scopes">): Group[] =>
  GROUPS.map(({ name, places }) => ({
    name,
    places: places.filter(({ scope }) => scope === undefined || scopes.includes(scope)),
  })).filter(({ places }) => places.length > 0);
