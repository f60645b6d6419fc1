"""A developer's timeline."""

from typing import Any

from quarterdeck.insights.developers.schemas import ActivityOut
from quarterdeck.insights.developers.types import DeveloperScope
from quarterdeck.insights.facts.pages import Conditions, FactList
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.repositories.history import HistoryFilter
from quarterdeck.insights.times import aware
from quarterdeck.kit.pages import Page, PageRequest

# Merge commits only join what others did, and a change that is a commit is listed as that commit.
_EVENTS = """(
    select 'commit' as kind, committed_time as event_time, repository_id, author_email, sha as id, subject as title,
        pr_number as number, additions, deletions, source, 'commit:' || repository_id || ':' || sha as place
    from commits where not is_merge and reachable
    union all
    select 'pull_request_opened', opened_time, repository_id, author_email, change_id, title,
        number, additions, deletions, source, 'opened:' || repository_id || ':' || change_id
    from changes where kind = 'pull_request' and opened_time is not null
    union all
    select 'pull_request_merged', merged_time, repository_id, author_email, change_id, title,
        number, additions, deletions, source, 'merged:' || repository_id || ':' || change_id
    from changes where kind = 'pull_request' and state = 'merged' and merged_time is not null
    union all
    select 'pull_request_closed', closed_time, repository_id, author_email, change_id, title,
        number, additions, deletions, source, 'closed:' || repository_id || ':' || change_id
    from changes where kind = 'pull_request' and state = 'closed' and closed_time is not null
) events"""
_COLUMNS = ("kind", "event_time", "repository_id", "id", "title", "number", "additions", "deletions", "source")
_TIMELINE = FactList(_COLUMNS, _EVENTS, "event_time", "place")


async def page_of_activity(
    facts: FactStore, request: PageRequest, scope: DeveloperScope, wanted: HistoryFilter, kind: str | None
) -> Page[ActivityOut]:
    where = Conditions()
    where.add("repository_id = any(?::text[])", list(scope.repository_ids))
    where.add("author_email = any(?::text[])", list(scope.emails))
    where.add("event_time >= ?", wanted.since)
    where.add("event_time < ?", wanted.until)
    where.add("kind = ?", kind)
    return await _TIMELINE.page(facts, request, where, _event)


def _event(row: tuple[Any, ...]) -> ActivityOut:
    values = dict(zip(_COLUMNS, row, strict=True))
    return ActivityOut(time=aware(values.pop("event_time")), **values)
