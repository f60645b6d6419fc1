import type { Source } from "../../api/types";
import { Badge } from "../../ui/badge";

export const SOURCES: Record<Source, { name: string; meaning: string }> = {
  observed: { name: "Observed", meaning: "Reported by the systems where it happened." },
  derived: { name: "Derived", meaning: "Read from the git history by rules, because nothing that observes it is connected." },
  imported: { name: "Imported", meaning: "Uploaded from a file or another tool." },
  mixed: { name: "Mixed", meaning: "Partly observed, partly derived from the git history." },
};

const TONES = { observed: "good", derived: "attention", imported: "info", mixed: "attention" } as const;

export const SourceBadge = ({ source }: { source: Source }) => (
  <Badge tone={TONES[source]} title={SOURCES[source].meaning}>
    {SOURCES[source].name}
  </Badge>
);
