import { expect, test } from "vitest";
import { pageOf, withChange } from "./search-params";

test("a changed filter leads back to the first page and keeps the other filters", () => {
  const params = new URLSearchParams("show=users&role=admin&page=4");

  expect(withChange(params, { role: undefined, email: "a@b.org" }).toString()).toBe("show=users&email=a%40b.org");
});

test("another page keeps the filters", () => {
  expect(withChange(new URLSearchParams("role=admin&page=4"), { page: "5" }).toString()).toBe("role=admin&page=5");
});

test.each([
  ["page=3", 3],
  ["page=-2", 1],
  ["page=x", 1],
  ["page=1e400", 1],
  ["", 1],
])("?%s is page %d", (text, page) => {
  expect(pageOf(new URLSearchParams(text))).toBe(page);
});
