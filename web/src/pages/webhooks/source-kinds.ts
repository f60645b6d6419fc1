import type { InboxSource } from "../../api/types";
import type { Option } from "../../ui/select";

export const KINDS: Record<InboxSource["kind"], { name: string; next: string }> = {
  github: { name: "GitHub", next: "In the repository’s settings under Webhooks, as JSON." },
  gitlab: { name: "GitLab", next: "In the project’s settings under Webhooks, as the secret token." },
  sentry: { name: "Sentry", next: "In the internal integration’s settings, as the webhook’s address." },
  generic: { name: "Another system", next: "It signs as Standard Webhooks says, with this secret." },
};

export const KIND_OPTIONS = Object.entries(KINDS).map(([id, { name }]) => ({ id, name })) as Option<InboxSource["kind"]>[];
