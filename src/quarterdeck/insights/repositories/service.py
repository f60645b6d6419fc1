"""The rules of registered repositories."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from quarterdeck.identity.api import Caller, audit, organization_for_new, record_change, require_member
from quarterdeck.infra import jobs
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import EventType
from quarterdeck.infra.web.versions import StaleVersion, check_version
from quarterdeck.insights.job_kinds import PURGE_REPOSITORY, SYNC
from quarterdeck.insights.repositories import repository
from quarterdeck.insights.repositories.errors import AlreadyRegistered, RepositoryNotFound
from quarterdeck.insights.repositories.event_types import REPOSITORY_CREATED, REPOSITORY_DELETED, REPOSITORY_UPDATED
from quarterdeck.insights.repositories.schemas import RepositoryIn
from quarterdeck.insights.repositories.types import InspectedSource, Repository
from quarterdeck.insights.teams.repository import team_for
from quarterdeck.kit.errors import Detail, Invalid
from quarterdeck.kit.ids import new_id


async def repository_seen_by(session: Session, caller: Caller, repository_id: str) -> Repository:
    found = await repository.repository_for(session, caller, repository_id)
    if found is None:
        raise RepositoryNotFound
    return found


async def repository_changed_by(session: Session, caller: Caller, repository_id: str) -> Repository:
    """Return the repository, provided that `caller` may change it."""
    found = await repository_seen_by(session, caller, repository_id)
    require_member(caller, found.organization_id)
    return found


async def register(session: Session, caller: Caller, new: RepositoryIn, source: InspectedSource) -> Repository:
    """Store the repository and queue its first reading. Raises `AlreadyRegistered`, `NotAMember`, `Invalid`."""
    organization_id = await organization_for_new(session, caller, new.organization_id)
    await _check_team(session, caller, organization_id, new.team_id)
    repository_id = new_id()
    values = {
        "id": repository_id,
        "organization_id": organization_id,
        "team_id": new.team_id,
        "name": source.name,
        "url": source.url,
        "path": source.path,
        "location": source.location,
        "trusted": source.trusted,
        "language": new.language,
        "strategy": new.strategy.model_dump(),
    }
    try:
        await repository.add_repository(session, values)
    except IntegrityError:
        raise AlreadyRegistered from None
    await queue_sync(session, repository_id, organization_id, requested_by=caller.user_id)
    made = await repository_seen_by(session, caller, repository_id)
    await _record(session, caller, REPOSITORY_CREATED, made, {"name": made.name})
    return made


async def change_repository(
    session: Session, caller: Caller, repository_id: str, values: Mapping[str, Any], *expected_versions: int | None
) -> Repository:
    """Write the named fields; another strategy has the facts derived anew.

    Raises `RepositoryNotFound`, `NotAMember`, `StaleVersion`, `Invalid`.
    """
    found = await repository_changed_by(session, caller, repository_id)
    check_version(found.version, *expected_versions)
    await _check_team(session, caller, found.organization_id, values.get("team_id"))
    if not await repository.change_repository(session, found, values):
        raise StaleVersion
    if "strategy" in values and values["strategy"] != found.strategy:
        await repository.raise_revision(session, [found.id])
        await queue_sync(session, found.id, found.organization_id, requested_by=caller.user_id)
    await _record(session, caller, REPOSITORY_UPDATED, found, {"fields": sorted(values)}, fields=sorted(values))
    return await repository_seen_by(session, caller, repository_id)


async def delete_repository(session: Session, caller: Caller, repository_id: str) -> None:
    """Remove the repository; its facts and its clone go as soon as nothing reads it any more."""
    found = await repository_changed_by(session, caller, repository_id)
    if found.sync_job_id is not None:
        await jobs.cancel(session, found.sync_job_id)
    await repository.remove_repository(session, found.id)
    await jobs.enqueue(
        session,
        PURGE_REPOSITORY,
        {"repository_id": found.id},
        concurrency_key=concurrency_key(found.id),
        organization_id=found.organization_id,
        requested_by=caller.user_id,
    )
    await _record(session, caller, REPOSITORY_DELETED, found, {"name": found.name})


async def start_sync(session: Session, caller: Caller, repository_id: str) -> str:
    """Queue a reading, or name the one that waits already."""
    found = await repository_changed_by(session, caller, repository_id)
    job_id = await queue_sync(session, found.id, found.organization_id, requested_by=caller.user_id)
    await audit(session, caller, "repository.sync", "repository", found.id)
    return job_id


async def queue_sync(
    session: Session, repository_id: str, organization_id: str, *, requested_by: str | None = None
) -> str:
    """Queue a reading of the repository in the caller's transaction; two never run at once."""
    job_id = await jobs.enqueue(
        session,
        SYNC,
        {"repository_id": repository_id},
        concurrency_key=concurrency_key(repository_id),
        organization_id=organization_id,
        requested_by=requested_by,
    )
    await repository.set_job(session, repository_id, job_id)
    return job_id


def concurrency_key(repository_id: str) -> str:
    return f"repository:{repository_id}"


async def _check_team(session: Session, caller: Caller, organization_id: str, team_id: str | None) -> None:
    if team_id is None:
        return
    team = await team_for(session, caller, team_id)
    if team is None or team.organization_id != organization_id:
        raise Invalid(details=[Detail("team_id", "There is no such team in the organization")])


async def _record(
    session: Session, caller: Caller, event_type: EventType, found: Repository, data: dict[str, Any], **facts: Any
) -> None:
    await record_change(
        session, caller, event_type, found.id, organization_id=found.organization_id, data=data, **facts
    )
