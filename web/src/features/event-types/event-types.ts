import declared from "../../format/event-types.json";

interface EventType {
  name: string;
  /** Who hears of it: an organization, a person, the administrators, or whoever a job belongs to. */
  audience: string;
  scope: string | null;
}

/** Written by `./dev docs` from what the server declares, so that what is offered here is what there is. */
const DECLARED: readonly EventType[] = declared;

/** What events are about, by the part of their type before the dot, in the order in which they are offered. */
export const SUBJECT_NAMES: ReadonlyMap<string, string> = new Map([
  ["repository", "Repositories"],
  ["job", "Background jobs"],
  ["team", "Teams"],
  ["developer", "Developers"],
  ["organization", "Organizations"],
  ["member", "Members"],
  ["invitation", "Invitations"],
  ["webhook", "Webhooks"],
  ["inbox", "Inbox"],
  ["inbox_source", "Inbox sources"],
  ["github", "GitHub"],
  ["gitlab", "GitLab"],
  ["sentry", "Sentry"],
  ["generic", "Other systems"],
  ["api_key", "API keys"],
  ["session", "Sessions"],
  ["password", "Passwords"],
  ["identity", "Linked accounts"],
  ["grant", "Connected apps"],
  ["user", "Users"],
  ["oauth_client", "OAuth clients"],
  ["oauth_key", "Signing keys"],
]);

const subjectOf = (type: string): string => type.slice(0, type.indexOf("."));

/** Every subject that has events. One without a name of its own comes last, under the word that its types begin with. */
export const SUBJECTS: readonly string[] = [...new Set([...SUBJECT_NAMES.keys(), ...DECLARED.map(({ name }) => subjectOf(name))])];

interface Group {
  subject: string;
  name: string;
  types: readonly string[];
}

/** What concerns one person alone, or the administrators, never leaves by a webhook. */
const isSubscribable = ({ audience }: EventType): boolean => audience === "organization" || audience === "job";

const groupOf = (subject: string): Group => ({
  subject,
  name: SUBJECT_NAMES.get(subject) ?? subject,
  types: DECLARED.filter((type) => isSubscribable(type) && subjectOf(type.name) === subject).map(({ name }) => name),
});

const GROUPS = SUBJECTS.map(groupOf);

/** The events that organizations have, by subject. */
export const SUBSCRIBABLE: readonly Group[] = GROUPS.filter(({ types }) => types.length > 0);

/** Seen on the activity page, and never sent to a webhook. */
export const PRIVATE_SUBJECTS: readonly Pick<Group, "subject" | "name">[] = GROUPS.filter(({ types }) => types.length === 0);

export const EVERYTHING = "*";
export const wildcard = (subject: string) => `${subject}.*`;

/** What the picker has no checkbox for: written by hand, or newer than this page. */
export const customTypes = (chosen: readonly string[]): string[] => {
  const known = new Set([EVERYTHING, ...SUBSCRIBABLE.flatMap((group) => [wildcard(group.subject), ...group.types])]);
  return chosen.filter((type) => !known.has(type));
};

/** Choose one type or take it out. A whole subject is its wildcard, so that what is added to it later is sent too. */
export function withType(chosen: readonly string[], group: Group, type: string, on: boolean): string[] {
  const all = group.types;
  const had = chosen.includes(wildcard(group.subject)) ? all : all.filter((one) => chosen.includes(one));
  const now = on ? [...had, type] : had.filter((one) => one !== type);
  const rest = chosen.filter((one) => one !== wildcard(group.subject) && !all.includes(one));
  return [...rest, ...all.filter((one) => now.includes(one))];
}

export function withSubject(chosen: readonly string[], group: Group, on: boolean): string[] {
  const rest = chosen.filter((type) => type !== wildcard(group.subject) && !group.types.includes(type));
  return on ? [...rest, wildcard(group.subject)] : rest;
}

export const isChosen = (chosen: readonly string[], group: Group, type: string): boolean =>
  chosen.includes(wildcard(group.subject)) || chosen.includes(type);

/** "Everything", or the subjects and events by name. */
export const describeEventTypes = (types: readonly string[]): string =>
  types.includes(EVERYTHING)
    ? "Everything"
    : types.map((type) => SUBSCRIBABLE.find(({ subject }) => wildcard(subject) === type)?.name ?? type).join(", ");
