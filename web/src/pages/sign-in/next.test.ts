import { beforeAll, expect, test, vi } from "vitest";

let next: typeof import("./next");

beforeAll(async () => {
  vi.stubGlobal("document", { baseURI: "https://deck.example/console/" });
  next = await import("./next");
});

test("sign-in leads back to where the reader came from", () => {
  expect(next.safeNext("/delivery?range=30d")).toBe("/delivery?range=30d");
});

test.each([[null], [""], ["https://elsewhere.example"], ["//elsewhere.example"], ["/\\elsewhere.example"], ["javascript:0"]])(
  "and never to %s",
  (place) => {
    expect(next.safeNext(place)).toBe("/");
  },
);

test("an address with the console's path in front leads there too", () => {
  expect(next.ownPath("/deck/console/connect/7?x=1", "/deck/console")).toBe("/connect/7?x=1");
  expect(next.ownPath("/console/connect/7", "/deck/console")).toBe("/connect/7");
});

test.each([
  [null],
  ["/deck/console"],
  ["/deck/api/v1/users"],
  ["/other/console/keys"],
  ["/console//elsewhere.example"],
  ["/deck/console//elsewhere.example"],
  ["/deck/console/\\elsewhere.example"],
  ["https://elsewhere.example/deck/console/keys"],
])("but %s does not", (address) => {
  expect(next.ownPath(address, "/deck/console")).toBe("/");
});

test("the server's way of writing goes before the console's own", () => {
  expect(next.destination(new URLSearchParams("return_to=/console/keys&next=/users"))).toBe("/keys");
  expect(next.destination(new URLSearchParams("next=/users"))).toBe("/users");
});
