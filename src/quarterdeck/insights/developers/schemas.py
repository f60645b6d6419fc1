"""Developers on the wire. There is no ranking: lists stand in the order in which people first appeared."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from quarterdeck.identity.versions import ExpectedVersion
from quarterdeck.infra.web.schema import Answer, Closed, Identifier, Moment, Name
from quarterdeck.insights.facts.rows import Actor

ActivityKind = Literal["commit", "pull_request_opened", "pull_request_merged", "pull_request_closed"]


class DeveloperMetrics(Answer):
    """Of the last 30 days, without merge commits. `null` is not known, which is not zero."""

    commits_last_30d: int = Field(examples=[45])
    prs_opened: int = Field(examples=[12])
    prs_reviewed: int | None = Field(description="Null: git does not know who reviewed", examples=[25])
    lines_added: int | None = Field(description="Null until lines are counted", examples=[2500])
    lines_deleted: int | None = Field(description="Null until lines are counted", examples=[800])


class DeveloperOut(Answer):
    id: str
    name: str = Field(examples=["John Doe"])
    email: str = Field(examples=["john@example.com"])
    organization_id: str
    team_id: str | None = Field(description="The team they joined first")
    actor: Actor = Field(description="Bots and agents are told apart by markers, or as you have set it")
    first_seen: Moment
    last_seen: Moment
    merged_into: str | None
    version: int
    metrics: DeveloperMetrics


class DeveloperTotals(Answer):
    """Of the whole known history."""

    commits: int
    prs_merged: int
    lines_added: int | None
    lines_deleted: int | None
    active_days: int
    repositories: int
    first_commit: Moment | None
    last_commit: Moment | None


class DeveloperDetailsOut(DeveloperOut):
    emails: Sequence[str] = Field(description="Their own address first, then those merged into it")
    team_ids: Sequence[str]
    totals: DeveloperTotals


class DeveloperPatch(Closed):
    """Correct what was concluded; `actor` null goes back to the markers."""

    name: Name | None = None
    actor: Actor | None = None
    expected_version: ExpectedVersion = None


class MergeIn(Closed):
    into: Identifier = Field(description="The developer who keeps the work of both")


class ActivityOut(Answer):
    kind: ActivityKind
    time: Moment
    repository_id: str
    id: str = Field(description="Sha of the commit, or id of the pull request")
    title: str
    number: int | None
    additions: int | None
    deletions: int | None
    source: Literal["observed", "derived", "imported"]
