"""The worker: leases due jobs, runs their handlers, renews, retries. Any number may run beside each other."""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import prometheus_client
import structlog
from sqlalchemy import Row
from sqlalchemy.exc import DBAPIError

from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.event_log import publish
from quarterdeck.infra.jobs import store
from quarterdeck.infra.jobs.context import JobContext, JobStopped
from quarterdeck.infra.jobs.event_types import JOB_CANCELLED, JOB_FAILED, JOB_SUCCEEDED
from quarterdeck.infra.settings.jobs import JobSettings
from quarterdeck.kit import clock
from quarterdeck.kit.errors import QuarterdeckError, Unavailable
from quarterdeck.kit.ids import new_id

log = structlog.get_logger()

FINISHED = prometheus_client.Counter("jobs_finished_total", "Jobs that ended", ["kind", "state"])

Handler = Callable[[JobContext], Awaitable[dict[str, Any] | None]]

REPORT_SECONDS = 0.2
POSTPONED_SECONDS = 1.0
ENDS = {"succeeded": JOB_SUCCEEDED, "failed": JOB_FAILED, "cancelled": JOB_CANCELLED}
LONGEST_BACKOFF = 300


@dataclass(frozen=True, slots=True)
class Schedule:
    """A kind of job that is queued every so often."""

    kind: str
    every: timedelta


class Worker:
    """Runs jobs until it is stopped; `handlers` maps a kind to what carries it out.

    `most_at_once` caps the jobs of a kind below `job_concurrency`, so that a slow kind leaves others a hand.
    """

    def __init__(
        self,
        database: Database,
        settings: JobSettings,
        handlers: Mapping[str, Handler],
        schedules: Sequence[Schedule] = (),
        most_at_once: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._database = database
        self._settings = settings
        self._handlers = handlers
        self._schedules = {schedule.kind: schedule.every for schedule in schedules}
        self._lease = timedelta(seconds=settings.job_lease_seconds)
        self._wake = asyncio.Event()
        self._most_at_once = most_at_once
        self._running: dict[asyncio.Task[None], str] = {}  # and its kind

    def wake(self) -> None:
        """Look for due jobs now; call it after a commit that queued one."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; then running jobs are cancelled and go back to the queue."""
        try:
            while True:
                self._wake.clear()
                worked = await self._step()
                if not worked:
                    with contextlib.suppress(TimeoutError):
                        # Not wait_for: in Python 3.11 it swallows a cancellation that comes as the wake does.
                        async with asyncio.timeout(self._settings.job_poll_seconds):
                            await self._wake.wait()
        finally:
            await asyncio.sleep(0)  # a task cancelled before its first step would not give its job back
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    async def run_until_idle(self) -> None:
        """Carry out everything that is due, then return; for the command line and for tests."""
        while await self._step() or self._running:
            if self._running:
                await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)

    async def _step(self) -> bool:
        """Start one job if there is one to start and a hand free."""
        if len(self._running) >= self._settings.job_concurrency:
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
        starting = asyncio.ensure_future(self._start_next())
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            await starting  # a job that was claimed as the stop came must still be given back
            raise

    async def _start_next(self) -> bool:
        try:
            await self._queue_scheduled()
            claim = await self._claim()
        except (QuarterdeckError, DBAPIError) as error:  # busy, full, down, or another worker was quicker
            log.info("job_claim_postponed", reason=type(error).__name__)
            asyncio.get_running_loop().call_later(POSTPONED_SECONDS, self._wake.set)
            return False
        if claim is None:
            return False
        task = asyncio.create_task(self._carry_out(*claim), name=f"job {claim[0].kind}")
        self._running[task] = claim[0].kind
        task.add_done_callback(self._running.pop)
        return True

    async def _queue_scheduled(self) -> None:
        if not self._schedules:
            return
        async with self._database.reading() as session:
            if not await store.any_schedule_due(session, self._schedules):
                return
        async with self._database.writing() as session:
            for kind in await store.due_schedules(session, self._schedules):
                await store.enqueue(session, kind, {}, concurrency_key=f"schedule:{kind}")

    async def _claim(self) -> tuple[Row[Any], str] | None:
        """Take the next due job, under a name of this try's own: even this worker's later try fences it off."""
        full = self._full_kinds()
        async with self._database.reading() as session:
            if not await store.has_due(session, full):
                return None
        owner = new_id()
        async with self._database.writing() as session:
            row = await store.claim(session, owner, self._lease, full)
        return None if row is None else (row, owner)

    def _full_kinds(self) -> Sequence[str]:
        running = Counter(self._running.values())
        return [kind for kind, most in self._most_at_once.items() if running[kind] >= most]

    async def _carry_out(self, row: Row[Any], owner: str) -> None:
        context = JobContext(row.id, row.payload, row.attempts + 1, row.organization_id)
        work = asyncio.ensure_future(self._attempt(row, context))
        reporter = asyncio.create_task(self._keep_reporting(context, owner, work))
        try:
            values = await _outcome(row, work)
        except asyncio.CancelledError:  # the server stops: give the job back, without counting this try
            context.stop()
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            values = {"state": "queued", "attempts": row.attempts, "run_after": clock.now()}
            await self._end(row, owner, context, reporter, values)
            raise
        await self._end(row, owner, context, reporter, values)

    async def _attempt(self, row: Row[Any], context: JobContext) -> dict[str, Any] | None:
        handler = self._handlers.get(row.kind)
        if handler is None:
            raise UnknownKind
        if row.cancel_requested:  # asked of a worker that died, or between two tries
            raise JobStopped
        if row.attempts >= row.max_attempts:
            raise WorkerDied
        return await handler(context)

    async def _keep_reporting(self, context: JobContext, owner: str, work: "asyncio.Future[Any]") -> None:
        renew_every = self._lease.total_seconds() / 3
        quiet = 0.0
        while not work.done():
            await asyncio.sleep(REPORT_SECONDS)
            quiet += REPORT_SECONDS
            progress = context.take_progress()
            if not progress and quiet < min(renew_every, 2.0):
                continue
            quiet = 0.0
            with contextlib.suppress(QuarterdeckError, DBAPIError):  # the next report may get through
                async with self._database.writing() as session:
                    stop = await store.report(session, context.job_id, owner, self._lease, progress)
                if stop is not False:
                    context.stop()
                    work.cancel()

    async def _end(
        self, row: Row[Any], owner: str, context: JobContext, reporter: "asyncio.Task[None]", values: dict[str, Any]
    ) -> None:
        reporter.cancel()
        await asyncio.gather(reporter, return_exceptions=True)
        try:
            async with self._database.writing() as session:
                kept = await store.finish(session, row.id, owner, context.take_progress() | values)
                if kept and row.requested_by and "finished_at" in values:
                    _publish_end(session, row, values)
        except (QuarterdeckError, DBAPIError) as error:  # its lease will run out, and somebody does it again
            log.warning("job_end_not_stored", kind=row.kind, job_id=row.id, reason=type(error).__name__)
            return
        FINISHED.labels(row.kind, values["state"] if kept else "lost").inc()
        log.info("job_ended", kind=row.kind, job_id=row.id, state=values["state"], error=values.get("error"))
        self._wake.set()


class UnknownKind(QuarterdeckError):
    code, message = "UNKNOWN_JOB", "This server knows no such job"


class WorkerDied(QuarterdeckError):
    code, message = "WORKER_DIED", "The worker died each time it tried this job"


async def _outcome(row: Row[Any], work: "asyncio.Future[dict[str, Any] | None]") -> dict[str, Any]:
    """Wait for the work and say what becomes of the job."""
    await asyncio.wait([work])
    now = clock.now()
    if work.cancelled() or isinstance(work.exception(), JobStopped):
        return {"state": "cancelled", "finished_at": now}
    error = work.exception()
    if error is None:
        return {"state": "succeeded", "result": work.result(), "error": None, "finished_at": now}
    final = isinstance(error, QuarterdeckError) and not isinstance(error, Unavailable)
    if final or row.attempts + 1 >= row.max_attempts:
        return {"state": "failed", "error": _describe(error), "finished_at": now}
    log.warning("job_will_retry", kind=row.kind, job_id=row.id, exc_info=error)
    backoff = min(LONGEST_BACKOFF, 2 ** (row.attempts + 1)) * random.uniform(0.5, 1.0)  # noqa: S311 - spreads retries
    return {"state": "queued", "error": _describe(error), "run_after": now + timedelta(seconds=backoff)}


def _publish_end(session: Session, row: Row[Any], values: dict[str, Any]) -> None:
    """Tell whoever asked for the job, and their organization; what the server does by itself concerns nobody."""
    publish(
        session,
        ENDS[values["state"]],
        row.id,
        organization_id=row.organization_id,
        user_id=row.requested_by,
        actor_id=row.requested_by,
        data={"kind": row.kind, "error": values.get("error")},
    )


def _describe(error: BaseException) -> dict[str, Any]:
    if isinstance(error, QuarterdeckError):
        return {"code": error.code, "message": error.text, "hint": error.hint}
    log.error("job_failed", exc_info=error)
    return {"code": "INTERNAL_ERROR", "message": QuarterdeckError.message, "hint": None}
