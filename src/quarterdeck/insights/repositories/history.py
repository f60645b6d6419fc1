"""Commits and pull requests of one repository, from the facts."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Depends, Query

from quarterdeck.insights.facts.pages import Conditions, FactList
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.repositories.schemas import CommitOut, PullRequestOut
from quarterdeck.insights.times import OurTime, aware, aware_or_none
from quarterdeck.kit.pages import Page, PageRequest

ActorKind = Literal["human", "bot", "agent"]

_COMMITS = FactList(
    (
        "sha",
        "parents",
        "subject",
        "author_name",
        "author_email",
        "authored_time",
        "committed_time",
        "is_merge",
        "actor",
        "co_authors",
        "reverts_sha",
        "pr_number",
        "files",
        "additions",
        "deletions",
        "reachable",
        "source",
    ),
    "commits",
    "committed_time",
    "sha",
)
_LATEST = "coalesce(merged_time, closed_time, opened_time, first_commit_time, timestamp '1970-01-01')"
_PULL_REQUESTS = FactList(
    (
        "change_id",
        "number",
        "title",
        "state",
        "author_name",
        "author_email",
        "actor",
        "first_commit_time",
        "opened_time",
        "merged_time",
        "closed_time",
        "merge_sha",
        "commit_count",
        "additions",
        "deletions",
        "url",
        "source",
    ),
    "changes",
    _LATEST,
    "change_id",
)


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What narrows a history; times are of the commit, or of a pull request's latest event."""

    since: datetime | None = None
    until: datetime | None = None
    author: str | None = None
    actor: ActorKind | None = None


async def history_filter(
    since: Annotated[OurTime | None, Query(description="From this moment on")] = None,
    until: Annotated[OurTime | None, Query(description="Before this moment")] = None,
    author: Annotated[str | None, Query(max_length=320, description="E-mail address, or part of the name")] = None,
    actor: ActorKind | None = None,
) -> HistoryFilter:
    return HistoryFilter(since, until, author, actor)


HistoryFilterDep = Annotated[HistoryFilter, Depends(history_filter)]


async def page_of_commits(
    facts: FactStore, request: PageRequest, repository_id: str, wanted: HistoryFilter
) -> Page[CommitOut]:
    where = _conditions(repository_id, wanted, "committed_time")
    return await _COMMITS.page(facts, request, where, _commit)


async def page_of_pull_requests(
    facts: FactStore, request: PageRequest, repository_id: str, wanted: HistoryFilter, state: str | None
) -> Page[PullRequestOut]:
    where = _conditions(repository_id, wanted, _LATEST)
    where.add("kind = ?", "pull_request")
    where.add("state = ?", state)
    return await _PULL_REQUESTS.page(facts, request, where, _pull_request)


def _conditions(repository_id: str, wanted: HistoryFilter, time: str) -> Conditions:
    where = Conditions()
    where.add("repository_id = ?", repository_id)
    where.add(f"{time} >= ?", wanted.since)
    where.add(f"{time} < ?", wanted.until)
    where.add("actor = ?", wanted.actor)
    if wanted.author is not None:
        where.add("position(lower(?) in lower(author_name || ' ' || author_email)) > 0", wanted.author)
    return where


def _commit(row: tuple[Any, ...]) -> CommitOut:
    values = dict(zip(_COMMITS.columns, row, strict=True))
    values["parents"] = values["parents"].split()
    values["co_authors"] = [f"{name} <{email}>" for name, email in json.loads(values["co_authors"])]
    values |= {name: aware(values[name]) for name in ("authored_time", "committed_time")}
    return CommitOut(**values)


def _pull_request(row: tuple[Any, ...]) -> PullRequestOut:
    values = dict(zip(_PULL_REQUESTS.columns, row, strict=True))
    times = ("first_commit_time", "opened_time", "merged_time", "closed_time")
    values |= {name: aware_or_none(values[name]) for name in times}
    return PullRequestOut(id=values.pop("change_id"), **values)
