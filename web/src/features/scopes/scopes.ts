import type { ScopeName } from "../../api/types";
import sentences from "../../format/scopes.json";

/** Written by `./dev docs` from the server's own words, so that a scope reads the same when an app asks for it. */
const SENTENCES: Partial<Record<string, string>> = sentences;

/** A scope in words. One that this page has not heard of shows its name. */
export const meaningOf = (scope: ScopeName): string => SENTENCES[scope] ?? scope;

/** Several in one line; the words of one may hold commas. */
export const meaningsOf = (scopes: readonly ScopeName[]): string => scopes.map(meaningOf).join("; ");

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
