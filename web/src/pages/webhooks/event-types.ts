interface Group {
  /** What the events are about: the part before the dot. */
  subject: string;
  name: string;
  verbs: readonly string[];
}

/** The events that organizations have, by subject: what concerns one person alone never leaves by a webhook. */
export const GROUPS: readonly Group[] = [
  { subject: "repository", name: "Repositories", verbs: ["created", "updated", "deleted", "synced"] },
  { subject: "job", name: "Background jobs", verbs: ["succeeded", "failed", "cancelled"] },
  { subject: "team", name: "Teams", verbs: ["created", "updated", "deleted", "member_added", "member_removed"] },
  { subject: "developer", name: "Developers", verbs: ["updated", "merged", "unmerged"] },
  { subject: "organization", name: "Organizations", verbs: ["created", "updated"] },
  { subject: "member", name: "Members", verbs: ["added", "updated", "removed"] },
  { subject: "invitation", name: "Invitations", verbs: ["created", "revoked", "accepted"] },
  { subject: "webhook", name: "Webhooks", verbs: ["created", "updated", "rotated", "deleted", "disabled"] },
  { subject: "inbox", name: "Inbox", verbs: ["received"] },
  { subject: "inbox_source", name: "Inbox sources", verbs: ["created", "rotated", "deleted"] },
  { subject: "github", name: "GitHub", verbs: ["ping", "push", "pull_request", "issues", "workflow_run"] },
  {
    subject: "gitlab",
    name: "GitLab",
    verbs: ["push", "tag_push", "merge_request", "issue", "pipeline", "deployment", "release"],
  },
  {
    subject: "sentry",
    name: "Sentry",
    verbs: ["issue", "error", "event_alert", "metric_alert", "activity_alert", "comment", "installation"],
  },
  { subject: "generic", name: "Other systems", verbs: ["received"] },
];

/** What concerns one person or the administrators; it is seen on the activity page and never told to a webhook. */
export const OWN_SUBJECTS: readonly Pick<Group, "subject" | "name">[] = [
  { subject: "api_key", name: "API keys" },
  { subject: "session", name: "Sessions" },
  { subject: "password", name: "Passwords" },
  { subject: "identity", name: "Linked accounts" },
  { subject: "grant", name: "Connected apps" },
  { subject: "user", name: "Users" },
  { subject: "oauth_client", name: "OAuth clients" },
  { subject: "oauth_key", name: "Signing keys" },
];

export const EVERYTHING = "*";
export const wildcard = (subject: string) => `${subject}.*`;
const typesOf = ({ subject, verbs }: Group) => verbs.map((verb) => `${subject}.${verb}`);

/** What the picker cannot show as a tick: written by hand, or newer than this page. */
export const others = (chosen: readonly string[]): string[] => {
  const known = new Set([EVERYTHING, ...GROUPS.flatMap((group) => [wildcard(group.subject), ...typesOf(group)])]);
  return chosen.filter((type) => !known.has(type));
};

/** Tick or clear one type. A whole subject is its wildcard, so that what is added to it later is told too. */
export function withType(chosen: readonly string[], group: Group, type: string, on: boolean): string[] {
  const all = typesOf(group);
  const had = chosen.includes(wildcard(group.subject)) ? all : all.filter((one) => chosen.includes(one));
  const now = on ? [...had, type] : had.filter((one) => one !== type);
  const rest = chosen.filter((one) => one !== wildcard(group.subject) && !all.includes(one));
  return [...rest, ...all.filter((one) => now.includes(one))];
}

export function withSubject(chosen: readonly string[], group: Group, on: boolean): string[] {
  const rest = chosen.filter((type) => type !== wildcard(group.subject) && !typesOf(group).includes(type));
  return on ? [...rest, wildcard(group.subject)] : rest;
}

export const isChosen = (chosen: readonly string[], group: Group, type: string): boolean =>
  chosen.includes(wildcard(group.subject)) || chosen.includes(type);

/** "Everything", or the subjects and events by name. */
export const said = (types: readonly string[]): string =>
  types.includes(EVERYTHING)
    ? "Everything"
    : types.map((type) => GROUPS.find(({ subject }) => wildcard(subject) === type)?.name ?? type).join(", ");
