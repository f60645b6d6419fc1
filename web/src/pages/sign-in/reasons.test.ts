import { expect, test } from "vitest";
import { reasonOf } from "./reasons";

test("a known code is said in words, however it is written", () => {
  expect(reasonOf("invalid_state")).toEqual(reasonOf("INVALID_STATE"));
  expect(reasonOf("INVALID_STATE").title).not.toContain("INVALID_STATE");
});

test("an unknown code is named, but no text of a forged link is ever shown", () => {
  expect(reasonOf("NEW_CODE").title).toContain("NEW_CODE");
  expect(reasonOf("Call 555-1234 to unlock your account").title).toBe("The sign-in was refused.");
});
