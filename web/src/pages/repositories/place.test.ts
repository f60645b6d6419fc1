import { expect, test } from "vitest";
import { isAddress } from "./place";

test.each([["https://example.org/a.git"], ["ssh://git@example.org/a"], ["git@example.org:team/a.git"]])("%s is an address", (place) => {
  expect(isAddress(place)).toBe(true);
});

test.each([["/srv/git/a"], ["~/src/a"], ["./a"], ["C:\\src\\a"], ["/srv/odd:name@x"]])("%s is a folder", (place) => {
  expect(isAddress(place)).toBe(false);
});
