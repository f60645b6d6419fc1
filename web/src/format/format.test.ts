import { describe, expect, test } from "vitest";
import { durationText } from "./durations";
import { decimal, plural } from "./numbers";
import { rateText } from "./rates";
import { ago, day } from "./times";

describe("durations", () => {
  test.each([
    [0.5, "30 min"],
    [4.5, "4.5 h"],
    [47.9, "47.9 h"],
    [72.5, "3 days"],
    [24 * 55, "55 days"],
    [24 * 70, "10 weeks"],
  ])("%d hours are said as %s", (hours, said) => {
    expect(durationText(hours)).toBe(said);
  });
});

test.each([
  [6.4, "6.4 a week"],
  [0.5, "2.2 a month"],
  [0.084, "4.4 a year"],
  [0, "0 a year"],
])("%d a week is said as %s", (perWeek, said) => {
  expect(rateText(perWeek)).toBe(said);
});

describe("numbers", () => {
  test("keep one digit after the point, two of a small one, none of a large one", () => {
    expect([decimal(6.4321), decimal(0.05261), decimal(1240.4)]).toEqual(["6.4", "0.053", "1,240"]);
  });

  test("only one is singular", () => {
    expect([plural(0, "change"), plural(1, "change"), plural(1200, "change")]).toEqual([
      "0 changes",
      "1 change",
      "1,200 changes",
    ]);
  });
});

describe("times", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");

  test.each([
    ["2026-11-21T11:59:30Z", "just now"],
    ["2026-11-21T09:00:00Z", "3 hours ago"],
    ["2026-11-20T11:00:00Z", "yesterday"],
    ["2025-10-01T00:00:00Z", "last year"],
  ])("%s is %s", (time, said) => {
    expect(ago(time, now)).toBe(said);
  });

  test("a report's day is named in the report's zone, wherever the reader sits", () => {
    expect(day("2026-03-01T00:00:00Z")).toBe("1 Mar 2026");
    expect(day("2026-02-28T23:00:00Z", "Europe/Berlin")).toBe("1 Mar 2026");
  });
});
