import { beforeAll, expect, test, vi } from "vitest";

let redirects: typeof import("./safe-redirect");

beforeAll(async () => {
  vi.stubGlobal("document", { baseURI: "https://deck.example/console/" });
  redirects = await import("./safe-redirect");
});

test("sign-in leads back to where the reader came from", () => {
  expect(redirects.safeRedirect("/delivery?range=30d")).toBe("/delivery?range=30d");
});

test.each([[null], [""], ["https://elsewhere.example"], ["//elsewhere.example"], ["/\\elsewhere.example"], ["javascript:0"]])(
  "and never to %s",
  (path) => {
    expect(redirects.safeRedirect(path)).toBe("/");
  },
);

test("an address with the console's path in front leads there too", () => {
  expect(redirects.safeServerRedirect("/deck/console/connect/7?x=1", "/deck/console")).toBe("/connect/7?x=1");
  expect(redirects.safeServerRedirect("/console/connect/7", "/deck/console")).toBe("/connect/7");
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
  expect(redirects.safeServerRedirect(address, "/deck/console")).toBe("/");
});

test("the server's way of writing goes before the console's own", () => {
  expect(redirects.redirectTarget(new URLSearchParams("return_to=/console/keys&next=/users"))).toBe("/keys");
  expect(redirects.redirectTarget(new URLSearchParams("next=/users"))).toBe("/users");
});
