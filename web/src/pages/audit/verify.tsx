import { useEffect, useState } from "react";
import { countAuditRows, verifyAudit } from "../../api/audit";
import type { Verdict } from "../../api/types";
import { count, plural } from "../../format/numbers";
import { Button } from "../../ui/button";
import { Copyable } from "../../ui/copyable";
import { Dialog } from "../../ui/dialog";
import { ErrorMessage } from "../../ui/notice";
import { ProgressBar as Bar } from "../../ui/progress";
import styles from "./audit.module.css";
import { type Progress, verifyAll } from "./verification";

const AT_ONCE = 5_000;

/** Checks that no row was changed, added or removed since it was written. */
export const Verify = () => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>Verify the chain</Button>
      <Dialog title="Is the log whole?" isOpen={open} onClose={() => setOpen(false)}>
        {open && <Verification />}
      </Dialog>
    </>
  );
};

const Verification = () => {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isStopped = false;
    const check = async () => {
      const total = await countAuditRows();
      const found = await verifyAll((after) => verifyAudit(after, AT_ONCE), total, setProgress, () => isStopped);
      if (!isStopped) setVerdict(found);
    };
    setError(null);
    check().catch((failure: Error) => !isStopped && setError(failure));
    return () => {
      isStopped = true;
    };
  }, [round]);
  if (error) return <ErrorMessage error={error} retry={() => setRound(round + 1)} />;
  if (verdict) return <VerificationResult verdict={verdict} />;
  return <Bar label="Checking every row against the one before" done={progress?.checked} total={progress?.total} />;
};

const VerificationResult = ({ verdict }: { verdict: Verdict }) =>
  verdict.valid ? (
    <div className={styles.whole} role="status">
      <p className={styles.verdict}>The log is whole</p>
      <p>{plural(verdict.last_seq, "row")} checked, from the first to the last. None was changed, added or removed.</p>
      <p>Keep this fingerprint elsewhere. Should the end of the log ever be cut off, it tells.</p>
      <Copyable text={verdict.last_hash} what="the fingerprint" />
    </div>
  ) : (
    <div className={styles.broken} role="alert">
      <p className={styles.verdict}>The log was tampered with at row {count(verdict.broken_seq ?? 0)}</p>
      <p>
        {plural(verdict.last_seq, "row")} before it can be trusted; that one was changed, removed or put in. Compare it with a
        backup, and keep this database for whoever looks into it.
      </p>
    </div>
  );
