"""Durable jobs: every long task is one row, leased by a worker, retried, cancellable, with progress."""

from quarterdeck.infra.jobs.context import JobContext
from quarterdeck.infra.jobs.event_types import EVENT_TYPES
from quarterdeck.infra.jobs.models import Job, JobState
from quarterdeck.infra.jobs.store import cancel, count_running, enqueue, find, is_another_waiting, list_jobs, purge
from quarterdeck.infra.jobs.worker import Handler, Schedule, Worker

__all__ = [
    "EVENT_TYPES",
    "Handler",
    "Job",
    "JobContext",
    "JobState",
    "Schedule",
    "Worker",
    "cancel",
    "count_running",
    "enqueue",
    "find",
    "is_another_waiting",
    "list_jobs",
    "purge",
]
