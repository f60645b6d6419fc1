import type { Verdict } from "../../api/types";

export interface Progress {
  checked: number;
  total: number;
}

type Ask = (after_seq: number) => Promise<Verdict>;

/** Check the whole chain piece by piece, reporting each piece; ends at its end, at a break, or when told to stop. */
export async function verifyAll(
  ask: Ask,
  total: number,
  onProgress: (progress: Progress) => void,
  isStopped: () => boolean,
): Promise<Verdict | null> {
  for (let after = 0; ; ) {
    const verdict = await ask(after);
    if (isStopped()) return null;
    onProgress({ checked: verdict.last_seq, total: Math.max(total, verdict.last_seq) });
    if (verdict.complete || !verdict.valid || verdict.last_seq <= after) return verdict;
    after = verdict.last_seq;
  }
}
