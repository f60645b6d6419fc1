import { expect, test } from "vitest";
import type { Verdict } from "../../api/types";
import { type Progress, verifyAll } from "./verification";

/** A server with so many rows that checks so many at a time; the chain may be broken somewhere. */
const server = (rows: number, atOnce: number, broken = Infinity) => async (after: number): Promise<Verdict> => {
  const last_seq = Math.min(after + atOnce, rows, broken - 1);
  const valid = last_seq === Math.min(after + atOnce, rows);
  return {
    valid,
    checked: last_seq - after,
    last_seq,
    last_hash: `hash ${last_seq}`,
    broken_seq: valid ? null : broken,
    complete: valid && last_seq === rows,
  };
};

const never = () => false;

test("a long chain is checked to its end, and each piece is reported", async () => {
  const reported: Progress[] = [];

  const verdict = await verifyAll(server(25, 10), 25, (progress) => reported.push(progress), never);

  expect(verdict).toMatchObject({ valid: true, complete: true, last_hash: "hash 25" });
  expect(reported.map(({ checked }) => checked)).toEqual([10, 20, 25]);
});

test("a broken chain ends the check at the break", async () => {
  const verdict = await verifyAll(server(25, 10, 14), 25, () => {}, never);

  expect(verdict).toMatchObject({ valid: false, broken_seq: 14, last_seq: 13 });
});

test("an empty log is whole", async () => {
  expect(await verifyAll(server(0, 10), 0, () => {}, never)).toMatchObject({ valid: true, last_seq: 0 });
});

test("a check that was stopped gives no verdict", async () => {
  expect(await verifyAll(server(25, 10), 25, () => {}, () => true)).toBeNull();
});
