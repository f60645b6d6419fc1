import type { ScopeName } from "../api/types";

const THINGS: Record<string, string> = {
  agents: "agents",
  analytics: "delivery numbers",
  approvals: "approvals",
  audit: "the audit log",
  chats: "chats",
  data: "data entries",
  files: "files",
  github: "GitHub workflows",
  issues: "issues",
  models: "models",
  organizations: "organizations and teams",
  projects: "projects",
  prs: "pull request reviews",
  repositories: "repositories",
  sentry: "Sentry issues",
  sqlite: "SQLite databases",
  users: "accounts",
  vscode: "VS Code",
  webhooks: "webhooks",
};

const VERBS: Record<string, string> = {
  read: "See",
  write: "Add to and change",
  delete: "Delete",
  approve: "Approve",
  review: "Write",
  decide: "Decide",
  manage: "Manage",
  dispatch: "Start",
  control: "Control",
};

const WHOLE: Record<string, string> = {
  "llm:invoke": "Call language models",
  "prompts:invoke": "Run prompts",
  "docker:run": "Run containers",
  "actions:manage": "Manage custom actions",
};

/** A scope in words. One that this page has not heard of still shows its own name beside. */
export function meaningOf(scope: ScopeName): string {
  const [thing = "", verb = ""] = scope.split(":");
  return WHOLE[scope] ?? `${VERBS[verb] ?? verb} ${THINGS[thing] ?? thing}`;
}

const GROUPS: readonly (readonly [name: string, things: readonly string[]])[] = [
  ["Delivery and repositories", ["analytics", "repositories", "organizations"]],
  ["Projects and agents", ["projects", "issues", "prs", "agents", "approvals"]],
  ["Chats, files and data", ["chats", "files", "data"]],
  ["Models", ["llm", "models", "prompts"]],
  ["Other systems", ["github", "sentry", "sqlite", "docker", "vscode", "actions", "webhooks"]],
  ["Administration", ["users", "audit"]],
];

const OTHERS = "Others";

export interface ScopeGroup {
  name: string;
  scopes: ScopeName[];
}

/** Scopes by what they are about. One of a kind that this page has not heard of comes last instead of nowhere. */
export function grouped(scopes: readonly ScopeName[]): ScopeGroup[] {
  const nameOf = (scope: ScopeName) => GROUPS.find(([, things]) => things.includes(scope.split(":")[0]!))?.[0] ?? OTHERS;
  return [...GROUPS.map(([name]) => name), OTHERS]
    .map((name) => ({ name, scopes: scopes.filter((scope) => nameOf(scope) === name) }))
    .filter((group) => group.scopes.length > 0);
}
