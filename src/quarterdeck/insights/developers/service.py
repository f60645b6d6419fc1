"""The rules of developers."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from quarterdeck.identity.api import Caller, record_change, require_member
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import EventType
from quarterdeck.infra.web.versions import StaleVersion, check_version
from quarterdeck.insights.developers import measures, repository
from quarterdeck.insights.developers.errors import CannotMerge, DeveloperNotFound, NotMerged
from quarterdeck.insights.developers.event_types import DEVELOPER_MERGED, DEVELOPER_UNMERGED, DEVELOPER_UPDATED
from quarterdeck.insights.developers.schemas import DeveloperDetailsOut, DeveloperOut
from quarterdeck.insights.developers.types import Developer, DeveloperScope
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.repositories.repository import raise_revision, repositories_of_organization
from quarterdeck.insights.repositories.service import queue_sync
from quarterdeck.kit.errors import Detail, Invalid
from quarterdeck.kit.pages import Page


async def developer_seen_by(session: Session, caller: Caller, developer_id: str) -> Developer:
    found = await repository.developer_for(session, caller, developer_id)
    if found is None:
        raise DeveloperNotFound
    return found


async def developer_changed_by(session: Session, caller: Caller, developer_id: str) -> Developer:
    """Return the developer, provided that `caller` may correct what is known of them."""
    found = await developer_seen_by(session, caller, developer_id)
    require_member(caller, found.organization_id)
    return found


async def scope_of(session: Session, developer: Developer) -> DeveloperScope:
    return (await scopes_of(session, [developer]))[developer.id]


async def scopes_of(session: Session, found: Sequence[Developer]) -> dict[str, DeveloperScope]:
    emails = await repository.emails_of(session, [developer.id for developer in found])
    owned = {
        organization_id: [one.id for one in await repositories_of_organization(session, organization_id)]
        for organization_id in {developer.organization_id for developer in found}
    }
    return {developer.id: DeveloperScope(emails[developer.id], owned[developer.organization_id]) for developer in found}


async def with_metrics(session: Session, facts: FactStore, page: Page[Developer]) -> Page[DeveloperOut]:
    measured = await measures.recent_metrics(facts, await scopes_of(session, page.items))
    return page.map(lambda developer: DeveloperOut(**asdict(developer), metrics=measured[developer.id]))


async def details_of(session: Session, facts: FactStore, developer: Developer) -> DeveloperDetailsOut:
    scope = await scope_of(session, developer)
    measured = await measures.recent_metrics(facts, {developer.id: scope})
    return DeveloperDetailsOut(
        **asdict(developer),
        metrics=measured[developer.id],
        emails=scope.emails,
        team_ids=await repository.teams_of(session, developer.id),
        totals=await measures.totals(facts, scope),
    )


async def correct(
    session: Session, caller: Caller, developer_id: str, values: Mapping[str, Any], *expected_versions: int | None
) -> Developer:
    """Write a better name or kind; another kind has the facts of the organization derived anew."""
    found = await developer_changed_by(session, caller, developer_id)
    check_version(found.version, *expected_versions)
    if not await repository.change_developer(session, found, values):
        raise StaleVersion
    if "given_actor" in values and values["given_actor"] != found.given_actor:
        await _derive_anew(session, found.organization_id)
    await _record(session, caller, DEVELOPER_UPDATED, found, fields=sorted(values))
    return await developer_seen_by(session, caller, developer_id)


async def merge(session: Session, caller: Caller, developer_id: str, into: str) -> Developer:
    """Count the work of one developer as another's. Raises `CannotMerge` for chains and circles."""
    found = await developer_changed_by(session, caller, developer_id)
    keeper = await repository.developer_for(session, caller, into)
    if keeper is None or keeper.organization_id != found.organization_id:
        raise Invalid(details=[Detail("into", "There is no such developer in the organization")])
    chained = keeper.merged_into is not None or await repository.has_merged(session, found.id)
    if chained or keeper.id == found.id:
        raise CannotMerge
    if not await repository.change_developer(session, found, {"merged_into": keeper.id}):
        raise StaleVersion
    await _record(session, caller, DEVELOPER_MERGED, found, into=keeper.id)
    return await developer_seen_by(session, caller, keeper.id)


async def unmerge(session: Session, caller: Caller, developer_id: str) -> Developer:
    """Let a merged developer stand alone again."""
    found = await developer_changed_by(session, caller, developer_id)
    if found.merged_into is None:
        raise NotMerged
    if not await repository.change_developer(session, found, {"merged_into": None}):
        raise StaleVersion
    await _record(session, caller, DEVELOPER_UNMERGED, found)
    return await developer_seen_by(session, caller, developer_id)


async def _derive_anew(session: Session, organization_id: str) -> None:
    owned = [one.id for one in await repositories_of_organization(session, organization_id)]
    await raise_revision(session, owned)
    for repository_id in owned:
        await queue_sync(session, repository_id, organization_id)


async def _record(session: Session, caller: Caller, event_type: EventType, found: Developer, **facts: Any) -> None:
    await record_change(
        session, caller, event_type, found.id, organization_id=found.organization_id, data=facts, **facts
    )
