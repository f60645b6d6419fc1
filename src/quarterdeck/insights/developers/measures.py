"""What the facts say of developers' work."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from quarterdeck.insights.developers.schemas import DeveloperMetrics, DeveloperTotals
from quarterdeck.insights.developers.types import DeveloperScope
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.times import aware_or_none, naive
from quarterdeck.kit.clock import now

RECENT = timedelta(days=30)

_COMMITS = """
select repository_id, author_email, count(*), sum(additions), sum(deletions) from commits
where repository_id = any($1::text[]) and author_email = any($2::text[])
    and not is_merge and reachable and committed_time >= $3
group by repository_id, author_email
"""
_OPENED = """
select repository_id, author_email, count(*) from changes
where repository_id = any($1::text[]) and author_email = any($2::text[])
    and kind = 'pull_request' and coalesce(opened_time, merged_time) >= $3
group by repository_id, author_email
"""
_TOTALS = """
select count(*), sum(additions), sum(deletions), count(distinct cast(committed_time as date)),
    count(distinct repository_id), min(committed_time), max(committed_time)
from commits
where repository_id = any($1::text[]) and author_email = any($2::text[]) and not is_merge and reachable
"""
_MERGED = """
select count(*) from changes
where repository_id = any($1::text[]) and author_email = any($2::text[])
    and kind = 'pull_request' and state = 'merged'
"""


async def recent_metrics(facts: FactStore, scopes: Mapping[str, DeveloperScope]) -> dict[str, DeveloperMetrics]:
    """Measure the last 30 days of each group; two statements however many groups there are."""
    repositories = sorted({one for scope in scopes.values() for one in scope.repository_ids})
    emails = sorted({email for scope in scopes.values() for email in scope.emails})
    given = [repositories, emails, naive(now() - RECENT)]
    commits = {(row[0], row[1]): row[2:] for row in await facts.query(_COMMITS, given)}
    opened = {(row[0], row[1]): row[2] for row in await facts.query(_OPENED, given)}
    return {name: _metrics(scope, commits, opened) for name, scope in scopes.items()}


async def totals(facts: FactStore, scope: DeveloperScope) -> DeveloperTotals:
    given = [list(scope.repository_ids), list(scope.emails)]
    commits, added, deleted, days, repositories, first, last = (await facts.query(_TOTALS, given))[0]
    return DeveloperTotals(
        commits=commits,
        prs_merged=(await facts.query(_MERGED, given))[0][0],
        lines_added=_whole(added),
        lines_deleted=_whole(deleted),
        active_days=days,
        repositories=repositories,
        first_commit=aware_or_none(first),
        last_commit=aware_or_none(last),
    )


def _metrics(
    scope: DeveloperScope, commits: Mapping[tuple[str, str], Sequence[Any]], opened: Mapping[tuple[str, str], int]
) -> DeveloperMetrics:
    keys = [(one, email) for one in scope.repository_ids for email in scope.emails]
    own = [commits[key] for key in keys if key in commits]
    return DeveloperMetrics(
        commits_last_30d=sum(row[0] for row in own),
        prs_opened=sum(opened.get(key, 0) for key in keys),
        prs_reviewed=None,
        lines_added=_sum_of_known([row[1] for row in own]),
        lines_deleted=_sum_of_known([row[2] for row in own]),
    )


def _sum_of_known(counts: Sequence[int | None]) -> int | None:
    """Nothing done is 0 lines; work of which nothing is counted yet is not known."""
    known = [int(count) for count in counts if count is not None]
    return sum(known) if known or not counts else None


def _whole(number: int | None) -> int | None:
    return None if number is None else int(number)
