"""What other tables' queries may ask of jobs in the same statement. Nobody else names the table of jobs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, exists

from quarterdeck.infra.jobs.models import UNFINISHED, jobs

PROGRESS: Sequence[ColumnElement[Any]] = tuple(
    jobs.c[name].label(f"job_{name}") for name in ("state", "phase", "done", "total", "message", "error")
)
"""How a job stands: the columns `job_state`, `job_phase` and so on; all null once the job is forgotten."""


def with_progress(rows: FromClause, job_id: ColumnElement[Any]) -> FromClause:
    """Join to `rows` the job that `job_id` names, for `PROGRESS`; no row is lost or doubled."""
    return rows.outerjoin(jobs, jobs.c.id == job_id)


def has_unfinished(concurrency_key: ColumnElement[str]) -> ColumnElement[bool]:
    """Compose the condition that a job with this key waits or runs."""
    return exists().where(jobs.c.concurrency_key == concurrency_key, jobs.c.state.in_(UNFINISHED))
