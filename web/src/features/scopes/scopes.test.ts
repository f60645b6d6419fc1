import { expect, test } from "vitest";
import type { ScopeName } from "../../api/types";
import { grouped, meaningOf, meaningsOf } from "./scopes";

test("scopes are grouped by what they are about, and only groups that have any are named", () => {
  expect(grouped(["audit:read", "chats:read", "analytics:read", "chats:write"])).toEqual([
    { name: "Delivery and repositories", scopes: ["analytics:read"] },
    { name: "Chats, files and data", scopes: ["chats:read", "chats:write"] },
    { name: "Administration", scopes: ["audit:read"] },
  ]);
});

test("a scope of a kind unknown here is still offered and still said", () => {
  const later = "sails:write" as ScopeName;

  expect(grouped([later])).toEqual([{ name: "Others", scopes: [later] }]);
  expect(meaningOf(later)).toBe("sails:write");
});

test("scopes are said in the words of the consent page, told apart where there are several", () => {
  expect(meaningOf("repositories:read")).toBe("See repositories, commits and developers");
  expect(meaningsOf(["projects:read", "projects:delete"])).toBe("See your projects; Delete projects");
});
