import type { ScopeName } from "../../api/types";

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
