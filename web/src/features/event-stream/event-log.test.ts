import { expect, test } from "vitest";
import type { LogEvent } from "../../api/types";
import { EMPTY, type Log, reduceLog } from "./event-log";

const event = (seq: number): LogEvent => ({
  seq,
  id: `id ${seq}`,
  type: "team.created",
  time: "2026-11-22T00:00:00Z",
  organization_id: null,
  subject: { type: "team", id: "1" },
  actor_id: null,
  data: {},
});

const logOf = (...seqs: number[]): Log =>
  seqs.reduce((log, seq) => reduceLog(log, { kind: "event", event: event(seq) }), EMPTY);

const seqs = ({ entries }: Log) => entries.map((entry) => (entry.kind === "event" ? entry.event.seq : `${entry.from}-${entry.through}`));

test("the newest event stands first, and one that comes twice stands once", () => {
  expect(seqs(logOf(1, 2, 2, 1, 3))).toEqual([3, 2, 1]);
});

test("a gap is shown where it is, and what follows it is kept", () => {
  const log = reduceLog(logOf(1), { kind: "resync", from: 2, through: 7 });

  expect(seqs(reduceLog(log, { kind: "event", event: event(8) }))).toEqual([8, "2-7", 1]);
});

test("only so many are kept", () => {
  const many = logOf(...Array.from({ length: 400 }, (_, index) => index + 1));

  expect([many.entries.length, seqs(many)[0]]).toEqual([300, 400]);
});

test("what happened before stands below what came since, once each", () => {
  const log = reduceLog(logOf(8, 9), { kind: "past", events: [6, 7, 8].map(event) });

  expect([seqs(log), log.last]).toEqual([[9, 8, 7, 6], 9]);
  expect(seqs(reduceLog(EMPTY, { kind: "past", events: [1, 2].map(event) }))).toEqual([2, 1]);
});

test("beginning anew forgets what came before", () => {
  expect(reduceLog(logOf(5), { kind: "begin" })).toBe(EMPTY);
});
