import { expect, test } from "vitest";
import { safeNext } from "./next";

test("sign-in leads back to where the reader came from", () => {
  expect(safeNext("/delivery?range=30d")).toBe("/delivery?range=30d");
});

test.each([[null], [""], ["https://elsewhere.example"], ["//elsewhere.example"], ["/\\elsewhere.example"], ["javascript:0"]])(
  "and never to %s",
  (next) => {
    expect(safeNext(next)).toBe("/");
  },
);
