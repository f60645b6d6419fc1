import type { Delivery, Webhook } from "../../api/types";
import type { Option } from "../../ui/select";

export const STATES = {
  pending: { name: "On its way", tone: "info" },
  succeeded: { name: "Delivered", tone: "good" },
  failed: { name: "Failed", tone: "bad" },
} as const;

export const ALL = "all";
export const STATE_OPTIONS: Option<Delivery["state"] | typeof ALL>[] = [
  { id: ALL, name: "Every state" },
  ...(Object.keys(STATES) as Delivery["state"][]).map((id) => ({ id, name: STATES[id].name })),
];

export const WHY_DISABLED: Record<NonNullable<Webhook["disabled_reason"]>, string> = {
  gone: "The receiver said that it is gone for good (410).",
  failing: "Nothing could be delivered for days. Mend the receiver, then enable it again.",
  secret_unreadable: "The signing secret cannot be read any more. Rotate it, then enable it again.",
  maker_left: "Whoever set it up may not see this organization’s events any more. Enable it to answer for it yourself.",
};

export const WENT_WRONG: Record<NonNullable<Delivery["error"]>, string> = {
  status: "The receiver refused it",
  refused: "The address may not be called from here",
  name: "The host’s name is not known",
  connection: "No connection could be made",
  timeout: "The receiver took too long",
  size: "The answer was too long",
  answer: "The answer was no HTTP",
  secret_unreadable: "The signing secret cannot be read",
  disabled: "The webhook was disabled meanwhile",
  moved: "The webhook’s address was changed meanwhile",
  not_allowed: "The webhook may not tell of this any more",
};
