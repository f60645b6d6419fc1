import type { Metric } from "../../api/types";
import { decimal } from "../../format/numbers";
import type { IconName } from "../../ui/icon";

export interface TrendWords {
  words: string;
  meaning: string | null;
  icon: IconName | null;
  tone: "good" | "bad" | "plain";
}

/** The trend in words. What it means is said, not only coloured, and nothing is claimed of too little data. */
export function trendWords({ trend, trend_detail: detail }: Pick<Metric, "trend" | "trend_detail">): TrendWords {
  if (detail.insufficient_data) return { words: "Too little data to tell a trend", meaning: null, icon: null, tone: "plain" };
  if (trend === "stable") return { words: "Steady", meaning: null, icon: "level", tone: "plain" };
  const words = trend === "increasing" ? "Rising" : "Falling";
  return {
    words: detail.pct_per_week === null ? words : `${words} ${decimal(Math.abs(detail.pct_per_week))} % a week`,
    meaning: MEANINGS.get(detail.direction_is_good) ?? null,
    icon: trend === "increasing" ? "up" : "falling",
    tone: detail.direction_is_good === null ? "plain" : detail.direction_is_good ? "good" : "bad",
  };
}

const MEANINGS = new Map<boolean | null, string>([
  [true, "for the better"],
  [false, "for the worse"],
]);
