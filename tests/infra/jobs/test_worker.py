"""Durable jobs, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select, text, update

from quarterdeck.infra.database import Database
from quarterdeck.infra.jobs import Handler, Job, JobContext, Schedule, Worker, cancel, enqueue, find, list_jobs
from quarterdeck.infra.jobs import worker as worker_module
from quarterdeck.infra.jobs.models import jobs, schedules
from quarterdeck.infra.jobs.store import purge
from quarterdeck.infra.settings.jobs import JobSettings
from quarterdeck.kit import clock
from quarterdeck.kit.errors import Conflict, Unavailable
from quarterdeck.kit.pages import PageRequest
from tests.waiting import eventually

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=30)

Queue = Callable[..., Awaitable[str]]


@pytest.fixture(autouse=True)
def held_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(worker_module, "REPORT_SECONDS", 0.01)
    with clock.frozen(NOON):
        yield


def worker_of(database: Database, handler: Handler, *schedules: Schedule, concurrency: int = 4) -> Worker:
    settings = JobSettings(job_concurrency=concurrency, job_lease_seconds=LEASE.total_seconds(), job_poll_seconds=0.01)
    return Worker(database, settings, {"greet": handler}, schedules)


@pytest.fixture
def queue(any_database: Database) -> Queue:
    async def put(payload: dict[str, Any] | None = None, **options: Any) -> str:
        async with any_database.writing() as session:
            return await enqueue(session, "greet", payload or {}, **options)

    return put


async def job(database: Database, job_id: str) -> Job:
    async with database.reading() as session:
        found = await find(session, job_id)
    assert found is not None
    return found


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what another worker tells by the database alone."""
    await eventually(condition)


async def greet(context: JobContext) -> dict[str, Any]:
    return {"greeting": f"Hello, {context.payload['name']}"}


async def wait_for_ever(_context: JobContext) -> None:
    await asyncio.Event().wait()


async def test_a_job_is_carried_out_and_its_result_kept(any_database: Database, queue: Queue) -> None:
    job_id = await queue({"name": "Ada"})

    await worker_of(any_database, greet).run_until_idle()

    done = await job(any_database, job_id)
    assert (done.state, done.result, done.attempts) == ("succeeded", {"greeting": "Hello, Ada"}, 1)
    assert (done.started_at, done.finished_at) == (NOON, NOON)


async def test_a_job_of_a_transaction_that_failed_never_was(any_database: Database) -> None:
    async def fail() -> None:
        async with any_database.writing() as session:
            await enqueue(session, "greet", {"name": "Nobody"})
            raise LookupError

    with pytest.raises(LookupError):
        await fail()

    async with any_database.reading() as session:
        assert await session.row(select(jobs)) is None


async def test_a_delayed_job_waits_for_its_time(any_database: Database, queue: Queue) -> None:
    job_id = await queue({"name": "DeferredWrites"}, delay=timedelta(minutes=5))
    worker = worker_of(any_database, greet)

    await worker.run_until_idle()
    assert (await job(any_database, job_id)).state == "queued"

    clock.advance(timedelta(minutes=5))
    await worker.run_until_idle()
    assert (await job(any_database, job_id)).state == "succeeded"


async def test_a_failure_that_may_pass_is_tried_again_later_and_later(any_database: Database, queue: Queue) -> None:
    tries: list[datetime] = []

    async def stumble_twice(_context: JobContext) -> None:
        tries.append(clock.now())
        if len(tries) < 3:
            raise Unavailable

    job_id = await queue()
    worker = worker_of(any_database, stumble_twice)
    for _ in range(20):
        await worker.run_until_idle()
        clock.advance(timedelta(seconds=1))

    assert (await job(any_database, job_id)).state == "succeeded"
    first, second = (later - earlier for earlier, later in pairwise(tries))
    assert timedelta(seconds=1) <= first <= timedelta(seconds=2)
    assert timedelta(seconds=2) <= second <= timedelta(seconds=4)


async def test_tries_end_and_the_last_reason_is_kept_without_its_words(any_database: Database, queue: Queue) -> None:
    async def always(_context: JobContext) -> None:
        raise RuntimeError("password=hunter2")

    job_id = await queue(max_attempts=2)
    worker = worker_of(any_database, always)
    await worker.run_until_idle()
    assert (await job(any_database, job_id)).state == "queued"
    clock.advance(timedelta(minutes=1))
    await worker.run_until_idle()

    failed = await job(any_database, job_id)
    assert (failed.state, failed.attempts) == ("failed", 2)
    assert failed.error is not None
    assert failed.error["code"] == "INTERNAL_ERROR"
    assert "hunter2" not in str(failed.error)


async def test_a_failure_that_will_not_pass_is_not_tried_again(any_database: Database, queue: Queue) -> None:
    async def refuse(_context: JobContext) -> None:
        raise Conflict("Two of them", hint="Remove one")

    job_id = await queue()
    await worker_of(any_database, refuse).run_until_idle()

    failed = await job(any_database, job_id)
    assert (failed.state, failed.attempts) == ("failed", 1)
    assert failed.error == {"code": "CONFLICT", "message": "Two of them", "hint": "Remove one"}


async def test_a_job_that_nobody_knows_fails_by_name(any_database: Database) -> None:
    async with any_database.writing() as session:
        job_id = await enqueue(session, "sing", {})

    await worker_of(any_database, greet).run_until_idle()

    failed = await job(any_database, job_id)
    assert failed.error is not None
    assert failed.error["code"] == "UNKNOWN_JOB"


async def test_a_waiting_job_is_cancelled_at_once_and_never_runs(any_database: Database, queue: Queue) -> None:
    job_id = await queue({"name": "Ada"})
    async with any_database.writing() as session:
        await cancel(session, job_id)

    await worker_of(any_database, greet).run_until_idle()

    cancelled = await job(any_database, job_id)
    assert (cancelled.state, cancelled.result, cancelled.finished_at) == ("cancelled", None, NOON)


async def test_a_running_job_stops_when_it_is_cancelled(any_database: Database, queue: Queue) -> None:
    started = asyncio.Event()

    async def until_told(context: JobContext) -> None:
        started.set()
        while True:
            context.progress("waiting", 0, None)
            context.check()
            await asyncio.sleep(0.01)

    job_id = await queue()
    running = asyncio.create_task(worker_of(any_database, until_told).run_until_idle())
    await started.wait()
    async with any_database.writing() as session:
        await cancel(session, job_id)
    await asyncio.wait_for(running, 5)

    assert (await job(any_database, job_id)).state == "cancelled"


async def test_a_cancelled_job_whose_worker_died_is_not_begun_again(any_database: Database, queue: Queue) -> None:
    job_id = await queue({"name": "Ada"})
    async with any_database.writing() as session:
        dead = {"state": "running", "lease_owner": "dead", "lease_until": NOON, "cancel_requested": True}
        await session.run(update(jobs).values(**dead))

    clock.advance(timedelta(seconds=1))
    await worker_of(any_database, greet).run_until_idle()

    cancelled = await job(any_database, job_id)
    assert (cancelled.state, cancelled.result) == ("cancelled", None)


async def test_a_silent_workers_job_is_taken_over_and_its_late_word_does_not_count(
    any_database: Database, queue: Queue
) -> None:
    begun, finish = asyncio.Event(), asyncio.Event()

    async def first_is_slow(context: JobContext) -> dict[str, Any]:
        if context.attempt == 1:
            begun.set()
            await finish.wait()
        return {"by": context.attempt}

    job_id = await queue()
    with pytest.MonkeyPatch.context() as silenced:
        silenced.setattr(worker_module, "REPORT_SECONDS", 3600)
        slow = asyncio.create_task(worker_of(any_database, first_is_slow).run_until_idle())
        await begun.wait()
        clock.advance(LEASE + timedelta(seconds=1))
        await worker_of(any_database, first_is_slow).run_until_idle()
        taken_over = await job(any_database, job_id)
        finish.set()
        await asyncio.wait_for(slow, 5)

    assert (taken_over.state, taken_over.result, taken_over.attempts) == ("succeeded", {"by": 2}, 2)
    assert await job(any_database, job_id) == taken_over


async def test_one_worker_takes_its_own_lost_job_over_without_mixing_the_two(
    any_database: Database, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "REPORT_SECONDS", 3600)
    release = {1: asyncio.Event(), 2: asyncio.Event()}
    begun = {1: asyncio.Event(), 2: asyncio.Event()}

    async def wait(context: JobContext) -> dict[str, Any]:
        begun[context.attempt].set()
        await release[context.attempt].wait()
        return {"by": context.attempt}

    job_id = await queue()
    worker = worker_of(any_database, wait)
    await worker._step()
    await begun[1].wait()
    clock.advance(LEASE + timedelta(seconds=1))
    await worker._step()
    await begun[2].wait()
    release[1].set()
    await eventually(lambda: len(worker._running) == 1)
    assert (await job(any_database, job_id)).state == "running"
    release[2].set()
    await worker.run_until_idle()

    assert (await job(any_database, job_id)).result == {"by": 2}


async def test_a_job_that_kills_each_worker_ends(any_database: Database, queue: Queue) -> None:
    job_id = await queue({"name": "poison"}, max_attempts=3)
    async with any_database.writing() as session:
        await session.run(update(jobs).values(state="running", attempts=3, lease_owner="dead", lease_until=NOON))

    clock.advance(timedelta(seconds=1))
    await worker_of(any_database, greet).run_until_idle()

    failed = await job(any_database, job_id)
    assert failed.error is not None
    assert (failed.state, failed.error["code"]) == ("failed", "WORKER_DIED")


async def test_a_long_job_keeps_its_lease_and_tells_how_far_it_is(any_database: Database, queue: Queue) -> None:
    go_on = asyncio.Event()

    async def long(context: JobContext) -> None:
        context.progress("p" * 300, 3, 10, "reading")
        await go_on.wait()

    job_id = await queue()
    running = asyncio.create_task(worker_of(any_database, long).run_until_idle())

    async def told() -> bool:
        return (await job(any_database, job_id)).done == 3

    await until(told)
    shown = await job(any_database, job_id)
    go_on.set()
    await running

    assert (shown.state, shown.phase, shown.total, shown.message) == ("running", "p" * 100, 10, "reading")


async def test_jobs_of_one_key_never_run_at_once_and_wait_only_once(any_database: Database, queue: Queue) -> None:
    at_once, most = 0, 0

    async def count(_context: JobContext) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.03)
        at_once -= 1

    first = await queue(concurrency_key="repository-1")
    assert await queue(concurrency_key="repository-1") == first
    workers = [worker_of(any_database, count) for _ in range(2)]
    running = [asyncio.create_task(worker.run_until_idle()) for worker in workers]

    async def is_running() -> bool:
        return (await job(any_database, first)).state == "running"

    await until(is_running)
    second = await queue(concurrency_key="repository-1")
    await asyncio.gather(*running)
    await workers[0].run_until_idle()

    assert second != first
    assert {(await job(any_database, each)).state for each in (first, second)} == {"succeeded"}
    assert most == 1


async def test_many_workers_do_each_job_once(any_database: Database, queue: Queue) -> None:
    done: list[str] = []

    async def note(context: JobContext) -> None:
        done.append(context.job_id)

    queued = [await queue() for _ in range(20)]
    workers = [worker_of(any_database, note) for _ in range(3)]
    for _ in range(10):  # a worker that lost a race rests; the next look finds what is left
        await asyncio.gather(*(worker.run_until_idle() for worker in workers))

    assert sorted(done) == sorted(queued)


async def test_a_schedule_fires_once_a_period_however_many_workers_look(any_database: Database) -> None:
    fired = 0

    async def note(_context: JobContext) -> None:
        nonlocal fired
        fired += 1

    workers = [worker_of(any_database, note, Schedule("greet", timedelta(hours=1))) for _ in range(2)]

    async def look() -> int:
        for _ in range(3):
            await asyncio.gather(*(worker.run_until_idle() for worker in workers))
        return fired

    assert await look() == 0
    clock.advance(timedelta(hours=1))
    assert await look() == 1
    clock.advance(timedelta(hours=5))
    assert await look() == 2


async def test_a_schedule_of_an_older_version_does_not_hide_a_new_one(any_database: Database) -> None:
    async with any_database.writing() as session:
        await session.run(schedules.insert(), {"kind": "gone", "next_time": NOON + timedelta(days=1)})

    await worker_of(any_database, greet, Schedule("greet", timedelta(hours=1))).run_until_idle()

    async with any_database.reading() as session:
        kinds = {row.kind for row in await session.rows(select(schedules.c.kind))}
    assert kinds == {"gone", "greet"}


async def test_a_server_that_stops_gives_its_job_back_without_counting_the_try(
    any_database: Database, queue: Queue
) -> None:
    job_id = await queue()
    running = asyncio.create_task(worker_of(any_database, wait_for_ever).run())

    async def is_running() -> bool:
        return (await job(any_database, job_id)).state == "running"

    await until(is_running)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    given_back = await job(any_database, job_id)
    assert (given_back.state, given_back.attempts) == ("queued", 0)


async def test_a_worker_wakes_when_it_is_told(any_database: Database, queue: Queue) -> None:
    settings = JobSettings(job_poll_seconds=60)
    worker = Worker(any_database, settings, {"greet": greet})
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(0.05)
    job_id = await queue({"name": "Ada"})
    worker.wake()

    async def is_done() -> bool:
        return (await job(any_database, job_id)).state == "succeeded"

    await until(is_done)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_worker_outlives_a_database_that_cannot_answer(any_database: Database, queue: Queue) -> None:
    job_id = await queue({"name": "Ada"})
    async with any_database.writing() as session:
        await session.run(text("ALTER TABLE jobs RENAME TO away"))
    running = asyncio.create_task(worker_of(any_database, greet).run())
    await asyncio.sleep(0.05)
    async with any_database.writing() as session:
        await session.run(text("ALTER TABLE away RENAME TO jobs"))

    async def is_done() -> bool:
        return (await job(any_database, job_id)).state == "succeeded"

    await until(is_done)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_old_jobs_are_forgotten_and_waiting_ones_kept(any_database: Database, queue: Queue) -> None:
    done = await queue({"name": "Ada"})
    await worker_of(any_database, greet).run_until_idle()
    waiting = await queue({"name": "Grace"})

    clock.advance(timedelta(days=31))
    async with any_database.writing() as session:
        assert await purge(session, timedelta(days=30)) == 1
        assert await find(session, done) is None
        assert await find(session, waiting) is not None


async def test_jobs_are_listed_newest_first_for_their_organizations_only(any_database: Database, queue: Queue) -> None:
    ours = [await queue(organization_id="ours") for _ in range(3)]
    theirs = await queue(organization_id="theirs")

    async with any_database.reading() as session:
        first = await list_jobs(session, PageRequest("cursor", limit=2), frozenset({"ours"}))
        rest = await list_jobs(
            session, PageRequest("cursor", limit=2, after=(first.items[-1].id,)), frozenset({"ours"})
        )
        everything = await list_jobs(session, PageRequest(), None, state="queued")

    assert [each.id for each in (*first.items, *rest.items)] == sorted(ours, reverse=True)
    assert first.total == 3
    assert theirs in {each.id for each in everything.items}


async def test_a_slow_kind_leaves_a_hand_to_others_and_goes_on_when_it_may(any_database: Database) -> None:
    begun: list[str] = []
    go_on = asyncio.Event()

    async def slow(context: JobContext) -> None:
        begun.append(context.payload["name"])
        await go_on.wait()

    async def quick(context: JobContext) -> None:
        begun.append(context.payload["name"])

    async with any_database.writing() as session:
        for number in range(4):
            await enqueue(session, "slow", {"name": f"slow {number}"})
        clock.advance(timedelta(seconds=1))
        ours = await enqueue(session, "greet", {"name": "quick"})
    settings = JobSettings(job_concurrency=3, job_lease_seconds=LEASE.total_seconds(), job_poll_seconds=0.01)
    worker = Worker(any_database, settings, {"greet": quick, "slow": slow}, most_at_once={"slow": 2})
    running = asyncio.create_task(worker.run())
    try:

        async def ours_is_done() -> bool:
            return (await job(any_database, ours)).state == "succeeded"

        async def all_began() -> bool:
            return len(begun) == 5

        await until(ours_is_done)
        assert begun == ["slow 0", "slow 1", "quick"]
        go_on.set()
        await until(all_began)
        assert begun[3:] == ["slow 2", "slow 3"]
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
