"""Every query on the job table."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, delete, exists, func, insert, or_, select, update

from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing
from quarterdeck.infra.database.tenancy import Tenants
from quarterdeck.infra.jobs.models import UNFINISHED, Job, jobs, schedules
from quarterdeck.kit import clock
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.pages import Page, PageRequest

SHOWN: list[Any] = [jobs.c[name] for name in Job.__slots__]

_JOBS = Listing(
    SHOWN,
    jobs,
    jobs.c.id,
    tenant=jobs.c.organization_id,
    filters={"state": jobs.c.state == bindparam("state")},
    descending=True,
)
_other = jobs.alias("other")
_KEY_FREE = or_(
    jobs.c.concurrency_key.is_(None),
    ~exists().where(
        _other.c.concurrency_key == jobs.c.concurrency_key,
        _other.c.state == "running",
        _other.c.id != jobs.c.id,
    ),
)
_DUE = (
    select(jobs)
    .where(
        or_(
            and_(jobs.c.state == "queued", jobs.c.run_after <= bindparam("now")),
            and_(jobs.c.state == "running", jobs.c.lease_until < bindparam("now")),
        ),
        _KEY_FREE,
        jobs.c.kind.not_in(bindparam("excluded", expanding=True)),
    )
    .order_by(jobs.c.run_after, jobs.c.id)
    .limit(1)
)
_OTHERS_WAITING = select(jobs.c.id).where(
    jobs.c.concurrency_key == bindparam("key"), jobs.c.state == "queued", jobs.c.id != bindparam("own")
)
_COUNT_RUNNING = select(func.count()).select_from(jobs).where(jobs.c.state == "running")


async def enqueue(
    session: Session,
    kind: str,
    payload: dict[str, Any],
    *,
    concurrency_key: str | None = None,
    delay: timedelta = timedelta(0),
    max_attempts: int = 5,
    organization_id: str | None = None,
    requested_by: str | None = None,
) -> str:
    """Add a job in the caller's transaction; returns its id.

    Jobs with the same `concurrency_key` never run at once, and one that already waits is given back
    instead of a second.
    """
    if concurrency_key is not None:
        waiting = select(jobs.c.id).where(
            jobs.c.kind == kind, jobs.c.concurrency_key == concurrency_key, jobs.c.state == "queued"
        )
        known = await session.scalar(waiting)
        if known is not None:
            return str(known)
    job_id, now = new_id(), clock.now()
    row = {
        "id": job_id,
        "kind": kind,
        "payload": payload,
        "state": "queued",
        "run_after": now + delay,
        "attempts": 0,
        "max_attempts": max_attempts,
        "concurrency_key": concurrency_key,
        "cancel_requested": False,
        "organization_id": organization_id,
        "requested_by": requested_by,
        "created_at": now,
    }
    await session.run(insert(jobs), row)
    return job_id


async def find(session: Session, job_id: str) -> Job | None:
    row = await session.row(select(*SHOWN).where(jobs.c.id == job_id))
    return Job(**row._mapping) if row else None


async def list_jobs(
    session: Session, request: PageRequest, organizations: Tenants, state: str | None = None
) -> Page[Job]:
    """Newest first. `organizations` limits what is seen; `None` means all."""
    return await _JOBS.page_within(session, request, organizations, _job, {"state": state})


async def cancel(session: Session, job_id: str) -> None:
    """End a waiting job now; ask a running one to stop."""
    now = clock.now()
    waiting = update(jobs).where(jobs.c.id == job_id, jobs.c.state == "queued")
    ended = await session.run(waiting.values(state="cancelled", finished_at=now, cancel_requested=True))
    if not ended:
        running = update(jobs).where(jobs.c.id == job_id, jobs.c.state == "running")
        await session.run(running.values(cancel_requested=True))


async def is_another_waiting(session: Session, concurrency_key: str, job_id: str) -> bool:
    """Tell whether a job of this key besides `job_id` waits for its turn."""
    return await session.row(_OTHERS_WAITING, {"key": concurrency_key, "own": job_id}) is not None


async def count_running(session: Session) -> int:
    return int(await session.scalar(_COUNT_RUNNING))


async def has_due(session: Session, excluded: Collection[str] = ()) -> bool:
    return await session.row(_DUE, {"now": clock.now(), "excluded": sorted(excluded)}) is not None


async def claim(session: Session, owner: str, lease: timedelta, excluded: Collection[str] = ()) -> Row[Any] | None:
    """Take the next due job that is of no `excluded` kind, or one whose worker fell silent."""
    now = clock.now()
    due: Select[Any] = _DUE if session.dialect == "sqlite" else _DUE.with_for_update(skip_locked=True, of=jobs)
    row = await session.row(due, {"now": now, "excluded": sorted(excluded)})
    if row is None:
        return None
    taken = update(jobs).where(jobs.c.id == row.id)
    await session.run(
        taken.values(
            state="running",
            attempts=jobs.c.attempts + 1,
            lease_owner=owner,
            lease_until=now + lease,
            started_at=row.started_at or now,
        )
    )
    return row


async def report(session: Session, job_id: str, owner: str, lease: timedelta, progress: dict[str, Any]) -> bool | None:
    """Renew the lease and store progress. Returns whether to stop, or `None` when the lease is lost."""
    held = update(jobs).where(jobs.c.id == job_id, jobs.c.lease_owner == owner, jobs.c.state == "running")
    renewed = held.values(lease_until=clock.now() + lease, **progress).returning(jobs.c.cancel_requested)
    row = await session.row(renewed)
    return None if row is None else bool(row[0])


async def finish(session: Session, job_id: str, owner: str, values: dict[str, Any]) -> bool:
    """Write the end (or the next try) of a job; refused when another worker has taken it over."""
    held = update(jobs).where(jobs.c.id == job_id, jobs.c.lease_owner == owner, jobs.c.state == "running")
    return await session.run(held.values(lease_owner=None, lease_until=None, **values)) == 1


async def purge(session: Session, keep: timedelta) -> int:
    """Delete jobs that ended longer than `keep` ago; returns how many."""
    return await session.run(
        delete(jobs).where(jobs.c.state.notin_(UNFINISHED), jobs.c.finished_at < clock.now() - keep)
    )


async def any_schedule_due(session: Session, every: Collection[str]) -> bool:
    now = clock.now()
    waiting = {row.kind for row in await session.rows(select(schedules)) if row.next_time > now}
    return not waiting.issuperset(every)


async def due_schedules(session: Session, every: dict[str, timedelta]) -> Sequence[str]:
    """Move due schedules to their next time and name them; of several workers only one gets each."""
    now = clock.now()
    known = {row.kind: row.next_time for row in await session.rows(select(schedules))}
    fired = []
    for kind, period in every.items():
        if kind not in known:
            await session.run(insert(schedules), {"kind": kind, "next_time": now + period})
        elif known[kind] <= now and await _move(session, kind, known[kind], now + period):
            fired.append(kind)
    return fired


async def _move(session: Session, kind: str, old: datetime, new: datetime) -> bool:
    unmoved = update(schedules).where(schedules.c.kind == kind, schedules.c.next_time == old)
    return await session.run(unmoved.values(next_time=new)) == 1


def _job(row: Row[Any]) -> Job:
    return Job(*tuple(row)[: len(SHOWN)])
