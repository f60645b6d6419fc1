import { expect, test } from "vitest";
import { isSafeRedirect } from "./redirect";

test.each([["https://app.example/callback?code=1"], ["http://127.0.0.1:5000/"], ["cursor://oauth/callback"]])("%s may be opened", (address) => {
  expect(isSafeRedirect(address)).toBe(true);
});

test.each([["javascript:alert(1)"], ["JavaScript:alert(1)"], [" data:text/html,x"], ["blob:https://a.example/1"], ["/relative"], [""]])(
  "%s may not",
  (address) => {
    expect(isSafeRedirect(address)).toBe(false);
  },
);
