"""The job table."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, Text

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, Json, UtcTimestamp

JobState = Literal["queued", "running", "succeeded", "failed", "cancelled"]
UNFINISHED = ("queued", "running")

jobs = Table(
    "jobs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(100), nullable=False),
    Column("payload", Json, nullable=False),
    Column("state", String(10), nullable=False),
    Column("run_after", UtcTimestamp, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("max_attempts", Integer, nullable=False),
    Column("concurrency_key", String(200)),
    Column("lease_owner", String(36)),
    Column("lease_until", UtcTimestamp),
    Column("cancel_requested", Boolean, nullable=False, default=False),
    Column("phase", String(100)),
    Column("done", Float),
    Column("total", Float),
    Column("message", Text),
    Column("result", Json),
    Column("error", Json),
    Column("organization_id", Id, index=True),
    Column("requested_by", Id),
    Column("created_at", UtcTimestamp, nullable=False),
    Column("started_at", UtcTimestamp),
    Column("finished_at", UtcTimestamp),
)
Index("ix_jobs_due", jobs.c.state, jobs.c.run_after)
Index(
    "uq_jobs_running_key",  # the database itself keeps two jobs of one key from running at once
    jobs.c.concurrency_key,
    unique=True,
    sqlite_where=jobs.c.state == "running",
    postgresql_where=jobs.c.state == "running",
)

schedules = Table(
    "job_schedules",
    metadata,
    Column("kind", String(100), primary_key=True),
    Column("next_time", UtcTimestamp, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as others see it. `done` of `total` are the handler's own units; both are `None` until known."""

    id: str
    kind: str
    payload: dict[str, Any]
    state: JobState
    attempts: int
    phase: str | None
    done: float | None
    total: float | None
    message: str | None
    result: dict[str, Any] | None
    error: dict[str, Any] | None
    organization_id: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
