"""The rows of the fact store, field for field the columns of its tables.

Every time is a naive datetime that holds UTC, because both engines keep `TIMESTAMP` without a zone.
`source` says how a fact became known: *observed* (read as it is), *derived* (concluded by a rule of ours)
or *imported* (handed in by a client). `None` means "not known" and is never a zero.

Tuples rather than dataclasses: a large clone has hundreds of thousands of rows, a tuple is built in a third of the
time, and it is what the engines take.
"""

from datetime import datetime
from typing import Literal, NamedTuple

Source = Literal["observed", "derived", "imported"]
Actor = Literal["human", "bot", "agent"]
ChangeKind = Literal["pull_request", "commit"]
ChangeState = Literal["merged", "open", "closed"]
DeploymentStatus = Literal["success", "failure"]
DeploymentKind = Literal["planned", "rollback", "hotfix"]
Exclusion = Literal["baseline", "clock_skew"]


class Commit(NamedTuple):
    """One commit. `parents` and `co_authors` are text: shas joined by a blank, and a JSON list.

    `files`, `additions` and `deletions` are null until the line tier has read the commit, and stay null for
    merges, which add no lines of their own. `reachable` turns false when a force push drops the commit.
    """

    repository_id: str
    sha: str
    parents: str
    author_name: str
    author_email: str
    committer_email: str
    authored_time: datetime
    committed_time: datetime
    tz_offset_minutes: int
    subject: str
    is_merge: bool
    first_parent: bool
    actor: Actor
    co_authors: str
    reverts_sha: str | None
    pr_number: int | None
    files: int | None
    additions: int | None
    deletions: int | None
    reachable: bool
    source: Source


class Change(NamedTuple):
    """A pull request, or a commit of the main line that belongs to none."""

    repository_id: str
    change_id: str
    kind: ChangeKind
    number: int | None
    title: str
    author_email: str
    author_name: str
    actor: Actor
    first_commit_time: datetime | None
    opened_time: datetime | None
    merged_time: datetime | None
    closed_time: datetime | None
    merge_sha: str | None
    state: ChangeState
    commit_count: int | None
    additions: int | None
    deletions: int | None
    url: str | None
    source: Source


class Deployment(NamedTuple):
    """A state of the code that reached an environment. `failed` is null when nothing can tell."""

    repository_id: str
    deployment_id: str
    service: str
    environment: str
    sha: str
    ref: str
    finished_time: datetime
    status: DeploymentStatus
    kind: DeploymentKind
    failed: bool | None
    failure_evidence: str | None
    source: Source
    strategy: str


class DeploymentChange(NamedTuple):
    """A change and the first deployment that contains it: one lead time, or the reason why there is none."""

    repository_id: str
    deployment_id: str
    change_id: str
    deployed_time: datetime
    start_time: datetime
    merged_time: datetime
    lead_seconds: float | None
    excluded: Exclusion | None
    actor: Actor


class Incident(NamedTuple):
    """A failure in production. `resolved_time` is null while it lasts."""

    repository_id: str
    incident_id: str
    service: str
    started_time: datetime
    resolved_time: datetime | None
    severity: str
    title: str
    caused_by_deployment: str | None
    failed_deployment_time: datetime | None
    source: Source
