import type { StrategyKind } from "../../api/types";

/** How deployments are told from git alone, in the words the reader chooses by. */
export const STRATEGIES: Record<StrategyKind, string> = {
  auto: "Decide from the history",
  tags: "Release tags",
  first_parent_main: "Every change of the main branch",
  environment_branch: "What reaches the branch of an environment",
};
