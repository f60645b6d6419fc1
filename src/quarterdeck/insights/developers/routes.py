"""Developers, as the platform document describes them. Numbers inform; nothing here ranks anybody."""

from quarterdeck.infra.web.deps import ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.insights.deps import DevelopersReader, DevelopersWriter, FactsDep, IfMatch, QueueingSession
from quarterdeck.insights.developers import activity, repository, service
from quarterdeck.insights.developers.schemas import (
    ActivityKind,
    ActivityOut,
    DeveloperDetailsOut,
    DeveloperOut,
    DeveloperPatch,
    MergeIn,
)
from quarterdeck.insights.facts.rows import Actor
from quarterdeck.insights.repositories.history import HistoryFilterDep
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/developers", tags=["developers"])


@router.get("", response_model=ListOf[DeveloperOut], summary="List developers with metrics")
async def list_developers(
    caller: DevelopersReader,
    page: PageDep,
    session: ReadSession,
    facts: FactsDep,
    *,
    organization_id: Identifier | None = None,
    team_id: Identifier | None = None,
    actor: Actor | None = None,
) -> Page[DeveloperOut]:
    """Everybody whose work is in the facts, in the order they first appeared. There is no ranking on purpose."""
    wanted = {"team_id": team_id, "actor": actor}
    found = await repository.page_of_developers(session, page, caller, organization_id, wanted)
    return await service.with_metrics(session, facts, found)


@router.get("/{developer_id}", summary="Read a developer")
async def read_developer(
    caller: DevelopersReader, developer_id: Identifier, session: ReadSession, facts: FactsDep
) -> DeveloperDetailsOut:
    found = await service.developer_seen_by(session, caller, developer_id)
    return await service.details_of(session, facts, found)


@router.patch("/{developer_id}", summary="Correct what is known of a developer")
async def update_developer(
    caller: DevelopersWriter,
    developer_id: Identifier,
    body: DeveloperPatch,
    version: IfMatch,
    *,
    session: QueueingSession,
    facts: FactsDep,
) -> DeveloperDetailsOut:
    """Say who is a bot or an agent where the markers are wrong; the facts are then derived anew."""
    sent = body.model_dump(exclude_unset=True, exclude={"expected_version"})
    values = {f"given_{name}": value for name, value in sent.items()}
    found = await service.correct(session, caller, developer_id, values, body.expected_version, version)
    return await service.details_of(session, facts, found)


@router.post("/{developer_id}/merge", summary="Merge a developer into another")
async def merge_developer(
    caller: DevelopersWriter, developer_id: Identifier, body: MergeIn, session: WriteSession, facts: FactsDep
) -> DeveloperDetailsOut:
    """For one person with two addresses. Answers with the one who keeps the work of both."""
    keeper = await service.merge(session, caller, developer_id, body.into)
    return await service.details_of(session, facts, keeper)


@router.delete("/{developer_id}/merge", summary="Undo a merge")
async def unmerge_developer(
    caller: DevelopersWriter, developer_id: Identifier, session: WriteSession, facts: FactsDep
) -> DeveloperDetailsOut:
    found = await service.unmerge(session, caller, developer_id)
    return await service.details_of(session, facts, found)


@router.get(
    "/{developer_id}/activity", response_model=ListOf[ActivityOut], summary="Read a developer's activity timeline"
)
async def list_activity(
    caller: DevelopersReader,
    developer_id: Identifier,
    page: PageDep,
    wanted: HistoryFilterDep,
    *,
    session: ReadSession,
    facts: FactsDep,
    kind: ActivityKind | None = None,
) -> Page[ActivityOut]:
    """Commits and pull requests, newest first."""
    found = await service.developer_seen_by(session, caller, developer_id)
    scope = await service.scope_of(session, found)
    return await activity.page_of_activity(facts, page, scope, wanted, kind)
