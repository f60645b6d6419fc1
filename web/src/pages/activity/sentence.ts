import type { LogEvent } from "../../api/types";

const SUBJECTS: Record<string, string> = { api_key: "API key", oauth_client: "App", inbox: "Inbox delivery" };
const NAMING = ["name", "title", "email", "url"] as const;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const words = (text: string) => text.replaceAll("_", " ");

/** "Repository backend synced": what the type says, with the subject's name where the event tells one. */
export function sentence({ type, data }: Pick<LogEvent, "type" | "data">): string {
  const [subject = "", verb = ""] = type.split(/\.(?=[^.]*$)/);
  const name = NAMING.map((key) => data[key]).find((value) => typeof value === "string");
  return [SUBJECTS[subject] ?? capital(words(subject)), name, words(verb)].filter(Boolean).join(" ");
}
