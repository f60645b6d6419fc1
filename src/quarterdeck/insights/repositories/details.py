"""A repository's page: the row, where its reading stands, and statistics from the facts."""

from datetime import timedelta
from typing import Any

from quarterdeck.infra.cache import Cache
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.repositories.schemas import ReadingCaveat, RepositoryDetailsOut, Statistics
from quarterdeck.insights.repositories.shapes import repository_out
from quarterdeck.insights.repositories.types import Repository
from quarterdeck.insights.times import aware_or_none, naive
from quarterdeck.kit.clock import now

LIFETIME = 900
LATELY = timedelta(days=30)

_COMMITS = """
select count(*) filter (where reachable and not is_merge), count(*) filter (where reachable and is_merge),
    count(distinct author_email) filter (where reachable),
    count(*) filter (where reachable and not is_merge and committed_time >= $2),
    count(*) filter (where reachable and not is_merge and actor = 'human'),
    count(*) filter (where reachable and not is_merge and actor = 'agent'),
    count(*) filter (where reachable and not is_merge and actor = 'bot'),
    count(*) filter (where reachable and additions is not null),
    count(*) filter (where not reachable), min(committed_time) filter (where reachable)
from commits where repository_id = $1
"""
_CHANGES = """
select count(*), count(*) filter (where kind = 'pull_request' and state = 'open')
from changes where repository_id = $1
"""
_DEPLOYMENTS = """
select count(*), count(*) filter (where failed), max(finished_time) from deployments where repository_id = $1
"""
_INCIDENTS = "select count(*) from incidents where repository_id = $1"


async def repository_details(facts: FactStore, cache: Cache, found: Repository) -> bytes:
    """Return the answer as JSON. While a job reads, nothing is kept, since the progress moves."""
    if found.job_state in ("queued", "running"):
        return await _compose(facts, found)
    key = f"api:repo:{found.id}:{found.version}.{found.facts_version}:{found.sync_job_id}.{found.job_state}"
    known = await cache.get(key)
    if known is None:
        known = await _compose(facts, found)
        await cache.set(key, known, LIFETIME)
    return known


async def _compose(facts: FactStore, found: Repository) -> bytes:
    shown = repository_out(found)
    answer = RepositoryDetailsOut(
        **{name: getattr(shown, name) for name in type(shown).model_fields},
        default_branch=found.default_branch,
        strategy_used=found.strategy_used,
        strategy_reason=found.strategy_reason,
        statistics=await _statistics(facts, found.id),
        warnings=[ReadingCaveat.model_validate(warning) for warning in found.warnings],
    )
    return answer.model_dump_json().encode()


async def _statistics(facts: FactStore, repository_id: str) -> Statistics:
    commits = await _row(facts, _COMMITS, repository_id, naive(now() - LATELY))
    changes = await _row(facts, _CHANGES, repository_id)
    deployments = await _row(facts, _DEPLOYMENTS, repository_id)
    incidents = await _row(facts, _INCIDENTS, repository_id)
    return Statistics(
        commits=commits[0],
        merges=commits[1],
        contributors=commits[2],
        commits_last_30d=commits[3],
        commits_by_actor={"human": commits[4], "agent": commits[5], "bot": commits[6]},
        commits_with_lines=commits[7],
        unreachable_commits=commits[8],
        first_commit=aware_or_none(commits[9]),
        changes=changes[0],
        open_pull_requests=changes[1],
        deployments=deployments[0],
        failed_deployments=deployments[1],
        last_deployment=aware_or_none(deployments[2]),
        incidents=incidents[0],
    )


async def _row(facts: FactStore, sql: str, *values: Any) -> tuple[Any, ...]:
    return (await facts.query(sql, values))[0]
