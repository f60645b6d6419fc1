import { expect, test } from "vitest";
import { isCloneUrl } from "./clone-url";

test.each([["https://example.org/a.git"], ["ssh://git@example.org/a"], ["git@example.org:team/a.git"]])("%s is a URL to clone", (location) => {
  expect(isCloneUrl(location)).toBe(true);
});

test.each([["/srv/git/a"], ["~/src/a"], ["./a"], ["C:\\src\\a"], ["/srv/odd:name@x"]])("%s is a folder", (location) => {
  expect(isCloneUrl(location)).toBe(false);
});
