import { expect, test } from "vitest";
import { mayLeaveFor } from "./leave";

test.each([["https://app.example/callback?code=1"], ["http://127.0.0.1:5000/"], ["cursor://oauth/callback"]])("%s may be opened", (address) => {
  expect(mayLeaveFor(address)).toBe(true);
});

test.each([["javascript:alert(1)"], ["JavaScript:alert(1)"], [" data:text/html,x"], ["blob:https://a.example/1"], ["/relative"], [""]])(
  "%s may not",
  (address) => {
    expect(mayLeaveFor(address)).toBe(false);
  },
);
