"""Developers on the wire. There is no ranking: lists stand in the order in which people first appeared."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from quarterdeck.infra.web.schema import Identifier, Name, ResponseModel, StrictModel, UtcDateTime
from quarterdeck.infra.web.versions import ExpectedVersion
from quarterdeck.insights.facts.rows import Actor

ActivityKind = Literal["commit", "pull_request_opened", "pull_request_merged", "pull_request_closed"]


class DeveloperMetrics(ResponseModel):
    """Of the last 30 days, without merge commits. `null` is not known, which is not zero."""

    commits_last_30d: int = Field(examples=[45])
    prs_opened: int = Field(examples=[12])
    prs_reviewed: int | None = Field(description="Null: git does not know who reviewed", examples=[25])
    lines_added: int | None = Field(description="Null until lines are counted", examples=[2500])
    lines_deleted: int | None = Field(description="Null until lines are counted", examples=[800])


class DeveloperOut(ResponseModel):
    id: str
    name: str = Field(examples=["John Doe"])
    email: str = Field(examples=["john@example.com"])
    organization_id: str
    team_id: str | None = Field(description="The team they joined first")
    actor: Actor = Field(description="Bots and agents are told apart by markers, or as you have set it")
    first_seen: UtcDateTime
    last_seen: UtcDateTime
    merged_into: str | None
    version: int
    metrics: DeveloperMetrics


class DeveloperTotals(ResponseModel):
    """Of the whole known history."""

    commits: int
    prs_merged: int
    lines_added: int | None
    lines_deleted: int | None
    active_days: int
    repositories: int
    first_commit: UtcDateTime | None
    last_commit: UtcDateTime | None


class DeveloperDetailsOut(DeveloperOut):
    emails: Sequence[str] = Field(description="Their own address first, then those merged into it")
    team_ids: Sequence[str]
    totals: DeveloperTotals


class DeveloperPatch(StrictModel):
    """Correct what was concluded; `actor` null goes back to the markers."""

    name: Name | None = None
    actor: Actor | None = None
    expected_version: ExpectedVersion = None


class MergeIn(StrictModel):
    into: Identifier = Field(description="The developer who keeps the work of both")


class ActivityOut(ResponseModel):
    kind: ActivityKind
    time: UtcDateTime
    repository_id: str
    id: str = Field(description="Sha of the commit, or id of the pull request")
    title: str
    number: int | None
    additions: int | None
    deletions: int | None
    source: Literal["observed", "derived", "imported"]
