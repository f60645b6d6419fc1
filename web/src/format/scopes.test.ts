import { expect, test } from "vitest";
import type { ScopeName } from "../api/types";
import { grouped, meaningOf } from "./scopes";

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
  expect(meaningOf(later)).toBe("Add to and change sails");
});
