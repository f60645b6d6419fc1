import { expect, test } from "vitest";
import { isNarrowed, readFilter } from "./filter";

test("both days of a period are inside it, in the reader's own time zone", () => {
  const { since, until } = readFilter(new URLSearchParams("from=2026-03-01&to=2026-03-01"));

  expect(since).toBe(new Date(2026, 2, 1).toISOString());
  expect(until).toBe(new Date(2026, 2, 2).toISOString());
});

test.each(["from=yesterday", "from=2026-13-41", ""])("?%s asks for every row", (text) => {
  expect(isNarrowed(readFilter(new URLSearchParams(text)))).toBe(false);
});

test("a named action narrows the log", () => {
  expect(isNarrowed(readFilter(new URLSearchParams("action=user.create")))).toBe(true);
});
