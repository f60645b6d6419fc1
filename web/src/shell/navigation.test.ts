import { expect, test } from "vitest";
import type { ScopeName } from "../api/types";
import { navigationFor } from "./navigation";

const names = (...scopes: ScopeName[]) => navigationFor({ scopes }).flatMap(({ items }) => items.map(({ name }) => name));

test("who may only read is shown no administration, and no empty group", () => {
  expect(names("organizations:read")).toEqual(["Delivery", "Repositories", "Activity", "Organization", "API keys", "Account"]);
});

test("an administrator is shown all of it", () => {
  expect(names("organizations:read", "webhooks:manage", "users:manage", "audit:read")).toContain("Audit log");
});
