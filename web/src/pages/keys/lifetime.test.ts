import { expect, test } from "vitest";
import { expiry } from "./lifetime";

test("a key of thirty days ends thirty days from now", () => {
  expect(expiry("30", Date.parse("2026-11-01T08:00:00Z"))).toBe("2026-12-01T08:00:00.000Z");
});
