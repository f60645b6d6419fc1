import { expect, test } from "vitest";
import { explainSignInError } from "./sign-in-errors";

test("a known code is said in words, however it is written", () => {
  expect(explainSignInError("invalid_state")).toEqual(explainSignInError("INVALID_STATE"));
  expect(explainSignInError("INVALID_STATE").title).not.toContain("INVALID_STATE");
});

test("an unknown code is named, but no text of a forged link is ever shown", () => {
  expect(explainSignInError("NEW_CODE").title).toContain("NEW_CODE");
  expect(explainSignInError("Call 555-1234 to unlock your account").title).toBe("The sign-in was refused.");
});
