import type { Strategy } from "../../api/types";

/** How deployments are told from git alone, in the words the reader chooses by. */
export const STRATEGIES: Record<Strategy, string> = {
  auto: "Decide from the history",
  tags: "Release tags",
  merges: "Merges to the main branch",
  commits: "Every commit on the main branch",
  none: "Nothing: deployments are sent to the API",
};
