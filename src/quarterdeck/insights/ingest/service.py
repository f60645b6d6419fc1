"""Taking in a batch: decide for each row, store the good ones durably, and have the facts made anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anyio import to_thread

from quarterdeck.identity.api import Caller, audit, require_member
from quarterdeck.infra.database import Session
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.ingest import check, repository
from quarterdeck.insights.ingest.check import Checked
from quarterdeck.insights.ingest.errors import NothingAccepted
from quarterdeck.insights.ingest.parse import RawRow, parse
from quarterdeck.insights.ingest.repository import Counts
from quarterdeck.insights.ingest.rows import IngestKind, IngestRow
from quarterdeck.insights.ingest.schemas import IngestOut, Unmatched
from quarterdeck.insights.repositories.repository import raise_revision
from quarterdeck.insights.repositories.service import queue_sync
from quarterdeck.kit.errors import Detail
from quarterdeck.kit.ids import new_id

SHOWN = 100
MOST_DETAILS = 50

_KNOWN_COMMITS = "select sha from commits where repository_id = $1 and sha = any($2::text[])"


@dataclass(frozen=True, slots=True)
class IngestBatch:
    """A batch that was read and checked, row by row, but not stored."""

    kind: IngestKind
    raw: Sequence[RawRow]
    checked: Checked
    default: str | None


async def read_batch(kind: IngestKind, content_type: str, body: bytes, default: str | None) -> IngestBatch:
    """Read and check the rows in a thread, since ten megabytes take a while; no transaction is open yet."""

    def read() -> IngestBatch:
        raw = parse(content_type, body)
        return IngestBatch(kind, raw, check.check(kind, raw), default)

    return await to_thread.run_sync(read)


async def accept(session: Session, facts: FactStore, caller: Caller, batch: IngestBatch) -> IngestOut:
    """Store the good rows and queue the readings that apply them, in one transaction.

    Raises `NothingAccepted` with the reasons, and `NotAMember`.
    """
    targets = await repository.targets_named(session, caller, _names(batch))
    rows = check.by_repository(batch.checked, targets, batch.default)
    owners = {target.id: target.organization_id for target in targets}
    for repository_id in rows:
        require_member(caller, owners[repository_id])
    if not rows and batch.raw:
        raise NothingAccepted(details=_details(batch.checked))
    batch_id = new_id()
    counts = await _store(session, batch, batch_id, caller, rows)
    job_ids = await _apply(session, rows, owners, caller)
    await audit(session, caller, "ingest", batch.kind, batch_id, rows=sum(map(len, rows.values())))
    return IngestOut(
        batch_id=batch_id,
        received=len(batch.raw),
        accepted=sum(map(len, rows.values())),
        created=counts.created,
        updated=counts.updated,
        unchanged=counts.unchanged,
        rejected_count=batch.checked.rejected,
        rejected=batch.checked.faults[:SHOWN],
        unmatched=Unmatched(commits=await _unknown_commits(facts, rows)),
        repositories=sorted(rows),
        job_ids=job_ids,
    )


async def _store(
    session: Session, batch: IngestBatch, batch_id: str, caller: Caller, rows: Mapping[str, Sequence[IngestRow]]
) -> Counts:
    record = {
        "id": batch_id,
        "kind": batch.kind,
        "received": len(batch.raw),
        "rejected": batch.checked.rejected,
        "requested_by": caller.user_id,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
    }
    await repository.add_batch(session, record)
    counts = Counts()
    for repository_id, of_repository in rows.items():
        counts += await repository.store(session, batch_id, repository_id, batch.kind, of_repository)
    await repository.count_batch(session, batch_id, counts)
    return counts


async def _apply(
    session: Session, rows: Mapping[str, Sequence[IngestRow]], owners: Mapping[str, str], caller: Caller
) -> list[str]:
    await raise_revision(session, list(rows))
    return [
        await queue_sync(session, repository_id, owners[repository_id], requested_by=caller.user_id)
        for repository_id in rows
    ]


async def _unknown_commits(facts: FactStore, rows: Mapping[str, Sequence[IngestRow]]) -> int:
    unknown = 0
    for repository_id, of_repository in rows.items():
        shas = [sha for row in of_repository for sha in row.shas]
        if shas:
            known = {row[0] for row in await facts.query(_KNOWN_COMMITS, [repository_id, sorted(set(shas))])}
            unknown += sum(sha not in known for sha in shas)
    return unknown


def _names(batch: IngestBatch) -> set[str]:
    named = {row.repository for _, row in batch.checked.rows} | {batch.default}
    return {name for name in named if name is not None}


def _details(checked: Checked) -> list[Detail]:
    return [
        Detail(f"{fault.line}.{fault.field}" if fault.field else str(fault.line), fault.message)
        for fault in checked.faults[:MOST_DETAILS]
    ]
