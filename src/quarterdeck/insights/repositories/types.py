"""What repositories look like outside their table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Repository:
    """A registered repository with the job that reads it, or read it last."""

    id: str
    name: str
    url: str | None
    path: str | None
    language: str | None
    organization_id: str
    team_id: str | None
    last_commit: datetime | None
    commit_count: int
    strategy: Mapping[str, Any]
    created_at: datetime
    updated_at: datetime
    version: int
    revision: int
    facts_version: int
    default_branch: str | None
    strategy_used: str | None
    strategy_reason: str | None
    warnings: Sequence[Mapping[str, str]]
    last_synced_at: datetime | None
    sync_job_id: str | None
    job_state: str | None
    job_phase: str | None
    job_done: float | None
    job_total: float | None
    job_message: str | None
    job_error: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class InspectedSource:
    """A place to read from that was looked at and found fit. `location` is one spelling for one place.

    `trusted` comes from this machine's own command line, which may name any path and private hosts.
    """

    location: str
    name: str
    trusted: bool
    url: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """A repository by id, with the version of its facts."""

    id: str
    facts_version: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sync has to know of a repository before it starts."""

    id: str
    organization_id: str
    url: str | None
    path: str | None
    trusted: bool
    strategy: Mapping[str, Any]
    revision: int
    applied_revision: int
    facts_generation: str | None
    read_state: str | None
    counted_state: str | None


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What a sync found out; written to the repository's row in one piece."""

    applied_revision: int
    facts_generation: str
    detected_language: str | None
    default_branch: str | None
    last_commit: datetime | None
    commit_count: int
    change_count: int
    deployment_count: int
    contributor_count: int
    strategy_used: str
    strategy_reason: str
    warnings: Sequence[Mapping[str, str]]
    read_state: str | None
