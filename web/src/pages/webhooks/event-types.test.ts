import { expect, test } from "vitest";
import { GROUPS, isChosen, others, said, withSubject, withType } from "./event-types";

const keys = GROUPS.find(({ subject }) => subject === "api_key")!;

test("a whole subject is its wildcard, so that later events of it are told too", () => {
  expect(withSubject(["user.created", "api_key.created"], keys, true)).toEqual(["user.created", "api_key.*"]);
  expect(isChosen(["api_key.*"], keys, "api_key.rotated")).toBe(true);
});

test("one event taken out of a whole subject leaves its others", () => {
  expect(withType(["user.created", "api_key.*"], keys, "api_key.rotated", false)).toEqual([
    "user.created",
    "api_key.created",
    "api_key.revoked",
  ]);
});

test("a subject that is cleared leaves the other subjects alone", () => {
  expect(withSubject(["api_key.*", "user.created"], keys, false)).toEqual(["user.created"]);
});

test("what has no tick of its own is kept by name", () => {
  expect(others(["*", "api_key.*", "api_key.created", "sail.hoisted"])).toEqual(["sail.hoisted"]);
});

test("types are said in words where there are any", () => {
  expect([said(["*"]), said(["api_key.*", "sail.hoisted"])]).toEqual(["Everything", "API keys, sail.hoisted"]);
});
