import { describe, expect, test } from "vitest";
import type { Metric } from "../../api/types";
import { intervalText, measureOf } from "../../features/metrics/measures";
import { trendWords } from "./trend";

type Trend = Pick<Metric, "trend" | "trend_detail">;

const trend = (direction: Metric["trend"], detail: Partial<Metric["trend_detail"]> = {}): Trend => ({
  trend: direction,
  trend_detail: {
    direction,
    p: 0.01,
    pct_per_week: 3.24,
    n: 80,
    weeks: 12,
    insufficient_data: false,
    direction_is_good: null,
    ...detail,
  },
});

describe("a trend", () => {
  test("says its meaning in words", () => {
    expect(trendWords(trend("decreasing", { pct_per_week: -4.1, direction_is_good: true }))).toEqual({
      words: "Falling 4.1 % a week",
      meaning: "for the better",
      icon: "falling",
      tone: "good",
    });
    expect(trendWords(trend("increasing", { direction_is_good: false }))).toMatchObject({
      words: "Rising 3.2 % a week",
      meaning: "for the worse",
      tone: "bad",
    });
  });

  test("of too little data claims nothing, whatever its direction", () => {
    expect(trendWords(trend("increasing", { insufficient_data: true })).words).toMatch(/too little data/i);
  });

  test("that is stable has no good or bad side", () => {
    expect(trendWords(trend("stable"))).toMatchObject({ words: "Steady", meaning: null, tone: "plain" });
  });
});

test("an interval is said in the unit of its number", () => {
  const lead = measureOf("lead_time_for_changes")!;

  expect(intervalText({ low: 18.2, high: 60, level: 0.95, method: "order_statistics" }, lead.format)).toBe(
    "95 % sure: 18.2 h to 2.5 days",
  );
});
