import { expect, test } from "vitest";
import { customTypes, describeEventTypes, isChosen, SUBSCRIBABLE, withSubject, withType } from "./event-types";

const members = SUBSCRIBABLE.find(({ subject }) => subject === "member")!;

test("a whole subject is its wildcard, so that later events of it are sent too", () => {
  expect(withSubject(["team.created", "member.added"], members, true)).toEqual(["team.created", "member.*"]);
  expect(isChosen(["member.*"], members, "member.updated")).toBe(true);
});

test("one event taken out of a whole subject leaves its others", () => {
  expect(withType(["team.created", "member.*"], members, "member.updated", false)).toEqual([
    "team.created",
    "member.added",
    "member.removed",
  ]);
});

test("a subject that is cleared leaves the other subjects alone", () => {
  expect(withSubject(["member.*", "team.created"], members, false)).toEqual(["team.created"]);
});

test("what has no checkbox of its own is kept by name", () => {
  expect(customTypes(["*", "member.*", "member.added", "sail.hoisted"])).toEqual(["sail.hoisted"]);
});

test("types are said in words where there are any", () => {
  expect([describeEventTypes(["*"]), describeEventTypes(["member.*", "sail.hoisted"])]).toEqual(["Everything", "Members, sail.hoisted"]);
});
