"""A team's page: its members, and what happened in its repositories lately."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from quarterdeck.infra.cache import Cache
from quarterdeck.infra.database import Session
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.repositories.repository import repositories_of_team
from quarterdeck.insights.repositories.types import Ref
from quarterdeck.insights.team_members import repository
from quarterdeck.insights.team_members.schemas import TeamDetailsOut, TeamMemberOut, TeamMetrics
from quarterdeck.insights.team_members.types import TeamMember
from quarterdeck.insights.teams.types import Team
from quarterdeck.insights.times import naive
from quarterdeck.kit.clock import now
from quarterdeck.kit.pages import PageRequest

LIFETIME = 1_800
WINDOW_DAYS = 30
MEMBERS_SHOWN = 100

_COMMITS = """
select count(*), count(distinct author_email) filter (where actor = 'human') from commits
where repository_id = any($1::text[]) and not is_merge and reachable and committed_time >= $2
"""
_CHANGES = "select count(*) from changes where repository_id = any($1::text[]) and merged_time >= $2"
_DEPLOYMENTS = """
select count(*) from deployments
where repository_id = any($1::text[]) and status = 'success' and finished_time >= $2
"""


async def team_details(session: Session, facts: FactStore, cache: Cache, team: Team) -> bytes:
    """Return the answer as JSON. Its key holds every version it depends on, so that no write is hidden."""
    members = await repository.page_of_members(session, PageRequest(limit=MEMBERS_SHOWN), team.id)
    owned = await repositories_of_team(session, team.id)
    key = f"api:team:{team.id}:{team.version}:{_fingerprint(owned, members.items)}"
    known = await cache.get(key)
    if known is None:
        metrics = await _metrics(facts, [one.id for one in owned])
        shown = [TeamMemberOut(**asdict(member)) for member in members.items]
        answer = TeamDetailsOut(**asdict(team), members=shown, metrics=metrics)
        known = answer.model_dump_json().encode()
        await cache.set(key, known, LIFETIME)
    return known


def _fingerprint(owned: Sequence[Ref], members: Sequence[TeamMember]) -> str:
    return hashlib.sha256(repr((owned, members)).encode()).hexdigest()[:16]


async def _metrics(facts: FactStore, repository_ids: Sequence[str]) -> TeamMetrics:
    given = [list(repository_ids), naive(now() - timedelta(days=WINDOW_DAYS))]
    commits, contributors = (await facts.query(_COMMITS, given))[0]
    return TeamMetrics(
        window_days=WINDOW_DAYS,
        repositories=len(repository_ids),
        commits=commits,
        contributors=contributors,
        changes_merged=(await facts.query(_CHANGES, given))[0][0],
        deployments=(await facts.query(_DEPLOYMENTS, given))[0][0],
    )
