import { expect, test } from "vitest";
import type { ScopeName } from "../api/types";
import { placesFor } from "./places";

const names = (...scopes: ScopeName[]) => placesFor({ scopes }).flatMap(({ places }) => places.map(({ name }) => name));

test("who may only read is shown no administration, and no empty group", () => {
  expect(names("organizations:read")).toEqual(["Delivery", "Repositories", "Activity", "Organization", "API keys", "Account"]);
});

test("an administrator is shown all of it", () => {
  expect(names("organizations:read", "webhooks:manage", "users:manage", "audit:read")).toContain("Audit log");
});
