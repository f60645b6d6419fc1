import { expect, test } from "vitest";
import { expiry, nearness } from "./lifetime";

const NOW = Date.parse("2026-11-01T08:00:00Z");

test("a key of thirty days ends thirty days from now", () => {
  expect(expiry("30", NOW)).toBe("2026-12-01T08:00:00.000Z");
});

test.each([
  ["2026-11-01T08:00:00Z", "over"],
  ["2026-11-14T08:00:00Z", "soon"],
  ["2026-11-15T08:00:00Z", "far"],
])("a key that ends at %s is %s", (expires_at, said) => {
  expect(nearness(expires_at, NOW)).toBe(said);
});
