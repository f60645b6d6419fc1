import type { InboxDelivery } from "../../api/types";
import { Badge } from "../../ui/badge";

export const INBOX_STATES = {
  received: { name: "Waiting", tone: "info" },
  processed: { name: "Processed", tone: "good" },
  failed: { name: "Failed", tone: "bad" },
  ignored: { name: "Kept only", tone: "plain" },
} as const;

export const InboxState = ({ state, error }: Pick<InboxDelivery, "state" | "error">) => (
  <>
    <Badge tone={INBOX_STATES[state].tone}>{INBOX_STATES[state].name}</Badge> {error}
  </>
);
