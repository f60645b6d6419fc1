"""Every question about registered repositories."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, func, insert, select, update

from quarterdeck.identity.api import Caller, visible_organizations
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing
from quarterdeck.infra.database.tenancy import TenantSelect, narrowed, reach_of, within
from quarterdeck.infra.jobs.joins import PROGRESS, with_progress
from quarterdeck.insights.repositories.models import repositories
from quarterdeck.insights.repositories.shapes import repository_shape
from quarterdeck.insights.repositories.types import Reading, Ref, Repository, SyncResult
from quarterdeck.kit.clock import now
from quarterdeck.kit.pages import Page, PageRequest

_LIST_COLUMNS = (
    repositories.c.id,
    repositories.c.name,
    repositories.c.url,
    repositories.c.path,
    func.coalesce(repositories.c.language, repositories.c.detected_language).label("language"),
    repositories.c.organization_id,
    repositories.c.team_id,
    repositories.c.last_commit,
    repositories.c.commit_count,
    repositories.c.strategy,
    repositories.c.created_at,
    repositories.c.updated_at,
    repositories.c.version,
    repositories.c.last_synced_at,
    repositories.c.sync_job_id,
    *PROGRESS,
)
_COLUMNS = (
    *_LIST_COLUMNS,
    repositories.c.revision,
    repositories.c.facts_version,
    repositories.c.default_branch,
    repositories.c.strategy_used,
    repositories.c.strategy_reason,
    repositories.c.warnings,
)
_WITH_JOB = with_progress(repositories, repositories.c.sync_job_id)
_REPOSITORIES = Listing(
    _LIST_COLUMNS,
    _WITH_JOB,
    repositories.c.id,
    tenant=repositories.c.organization_id,
    filters={"team_id": repositories.c.team_id == bindparam("team_id")},
    counted=repositories,
)
_ONE = TenantSelect(
    select(*_COLUMNS).select_from(_WITH_JOB).where(repositories.c.id == bindparam("wanted")),
    repositories.c.organization_id,
)
_READING = select(*(repositories.c[name] for name in Reading.__slots__)).where(repositories.c.id == bindparam("wanted"))


async def page_of_repositories(
    session: Session, request: PageRequest, caller: Caller, organization_id: str | None, team_id: str | None
) -> Page[dict[str, Any]]:
    tenants = narrowed(visible_organizations(caller), organization_id)
    return await _REPOSITORIES.page_within(session, request, tenants, repository_shape, {"team_id": team_id})


async def repository_for(session: Session, caller: Caller, repository_id: str) -> Repository | None:
    """Return the repository when it exists and `caller` may see it."""
    row = await _ONE.row(session, visible_organizations(caller), {"wanted": repository_id})
    return Repository(**row._mapping) if row else None


async def repository_ids_for(
    session: Session,
    caller: Caller,
    *,
    organization_id: str | None = None,
    repository_id: str | None = None,
    team_id: str | None = None,
) -> list[str]:
    """Name the repositories that `caller` sees, narrowed to an organization's, to one, or to a team's."""
    reach, parameters = reach_of(narrowed(visible_organizations(caller), organization_id))
    wanted = select(repositories.c.id).where(within(repositories.c.organization_id, reach))
    if repository_id is not None:
        wanted = wanted.where(repositories.c.id == repository_id)
    if team_id is not None:
        wanted = wanted.where(repositories.c.team_id == team_id)
    return [row.id for row in await session.rows(wanted.order_by(repositories.c.id), parameters)]


async def repositories_of_team(session: Session, team_id: str) -> list[Ref]:
    found = select(repositories.c.id, repositories.c.facts_version).where(repositories.c.team_id == team_id)
    return [Ref(**row._mapping) for row in await session.rows(found.order_by(repositories.c.id))]


async def repositories_of_organization(session: Session, organization_id: str) -> list[Ref]:
    found = select(repositories.c.id, repositories.c.facts_version).where(
        repositories.c.organization_id == organization_id
    )
    return [Ref(**row._mapping) for row in await session.rows(found.order_by(repositories.c.id))]


async def repositories_at(session: Session, organization_id: str, locations: Sequence[str]) -> list[str]:
    """Name the organization's repositories that are read from one of `places`, in lower case."""
    found = select(repositories.c.id).where(
        repositories.c.organization_id == organization_id, func.lower(repositories.c.location).in_(locations)
    )
    return [row.id for row in await session.rows(found.order_by(repositories.c.id))]


async def add_repository(session: Session, values: Mapping[str, Any]) -> None:
    moment = now()
    fixed = {
        "created_at": moment,
        "updated_at": moment,
        "version": 1,
        "revision": 1,
        "applied_revision": 0,
        "facts_version": 0,
        "commit_count": 0,
        "change_count": 0,
        "deployment_count": 0,
        "contributor_count": 0,
        "warnings": [],
    }
    await session.run(insert(repositories), {**values, **fixed})


async def change_repository(session: Session, found: Repository, values: Mapping[str, Any]) -> bool:
    """Write `values`; false when somebody else changed the row since it was read."""
    unchanged = and_(repositories.c.id == found.id, repositories.c.version == found.version)
    statement = update(repositories).where(unchanged)
    return await session.run(statement.values(**values, version=found.version + 1, updated_at=now())) == 1


async def raise_revision(session: Session, repository_ids: Sequence[str]) -> None:
    """Note that something besides git has changed, so that the facts are behind."""
    behind = update(repositories).where(repositories.c.id.in_(repository_ids))
    await session.run(behind.values(revision=repositories.c.revision + 1))


async def set_job(session: Session, repository_id: str, job_id: str) -> None:
    await session.run(update(repositories).where(repositories.c.id == repository_id).values(sync_job_id=job_id))


async def remove_repository(session: Session, repository_id: str) -> None:
    await session.run(delete(repositories).where(repositories.c.id == repository_id))


async def reading_of(session: Session, repository_id: str) -> Reading | None:
    row = await session.row(_READING, {"wanted": repository_id})
    return Reading(**row._mapping) if row else None


async def write_result(session: Session, repository_id: str, found: SyncResult) -> None:
    row = update(repositories).where(repositories.c.id == repository_id)
    await session.run(row.values(**asdict(found), facts_version=repositories.c.facts_version + 1, last_synced_at=now()))


async def write_counted(
    session: Session, repository_id: str, counted_state: str, warnings: Sequence[Mapping[str, str]]
) -> None:
    """Remember up to where lines are counted; the facts have changed with it."""
    row = update(repositories).where(repositories.c.id == repository_id)
    raised = repositories.c.facts_version + 1
    await session.run(row.values(counted_state=counted_state, warnings=list(warnings), facts_version=raised))


async def raise_facts_version(session: Session, repository_id: str) -> None:
    row = update(repositories).where(repositories.c.id == repository_id)
    await session.run(row.values(facts_version=repositories.c.facts_version + 1))


async def any_repository(session: Session) -> bool:
    return await session.row(select(repositories.c.id).limit(1)) is not None


async def repositories_behind(session: Session, generation: str) -> list[Row[Any]]:
    """Find those whose facts are not made from what is known now, or were lost with their store."""
    behind = (repositories.c.revision != repositories.c.applied_revision) | (
        func.coalesce(repositories.c.facts_generation, "") != generation
    )
    found = select(repositories.c.id, repositories.c.organization_id).where(behind)
    return list(await session.rows(found.order_by(repositories.c.id)))
