"""Repositories, as the platform document describes them, and what else is known of them."""

from typing import Annotated, Literal

from fastapi import Depends, Response

from quarterdeck.identity.api import visible_organizations
from quarterdeck.infra.web.deps import CacheDep, ReadSession, SettingsDep
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.response_cache import ResponseCacheDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.insights.deps import FactsDep, IfMatch, QueueingSession, RepositoriesReader, RepositoriesWriter
from quarterdeck.insights.repositories import details, history, location, repository, service
from quarterdeck.insights.repositories.history import HistoryFilterDep
from quarterdeck.insights.repositories.schemas import (
    CommitOut,
    PullRequestOut,
    RepositoryDetailsOut,
    RepositoryIn,
    RepositoryOut,
    RepositoryPatch,
    RepositoryPut,
    SyncStarted,
)
from quarterdeck.insights.repositories.shapes import page_as_json, repository_out
from quarterdeck.insights.repositories.types import InspectedSource
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/repositories", tags=["repositories"])


async def inspected_source(caller: RepositoriesWriter, body: RepositoryIn, settings: SettingsDep) -> InspectedSource:
    """Inspect the source before the transaction begins, which must not wait for git or a name service."""
    return await location.inspect_source(settings, body, local=caller.local)


InspectedSourceDep = Annotated[InspectedSource, Depends(inspected_source)]


@router.get("", response_model=ListOf[RepositoryOut], summary="List repositories")
async def list_repositories(
    caller: RepositoriesReader,
    page: PageDep,
    session: ReadSession,
    cached: ResponseCacheDep,
    organization_id: Identifier | None = None,
    team_id: Identifier | None = None,
) -> Response:
    """Those of your organizations, in the order of registration; administrators see all."""

    async def read() -> bytes:
        found = await repository.page_of_repositories(session, page, caller, organization_id, team_id)
        return page_as_json(found)

    asked = ("repositories", visible_organizations(caller), page, organization_id, team_id)
    return await cached.answer(asked, read)


@router.post("", status_code=201, summary="Register a repository")
async def register_repository(
    body: RepositoryIn, source: InspectedSourceDep, caller: RepositoriesWriter, session: QueueingSession
) -> RepositoryOut:
    """Its first reading starts at once; `sync` shows how far it is."""
    return repository_out(await service.register(session, caller, body, source))


@router.get("/{repository_id}", response_model=RepositoryDetailsOut, summary="Read a repository with its statistics")
async def read_repository(
    caller: RepositoriesReader, repository_id: Identifier, session: ReadSession, facts: FactsDep, cache: CacheDep
) -> Response:
    found = await service.repository_seen_by(session, caller, repository_id)
    return Response(await details.repository_details(facts, cache, found), media_type="application/json")


@router.put("/{repository_id}", summary="Replace a repository's fields")
async def replace_repository(
    caller: RepositoriesWriter,
    session: QueueingSession,
    repository_id: Identifier,
    body: RepositoryPut,
    version: IfMatch,
) -> RepositoryOut:
    values = body.model_dump(exclude={"expected_version"})
    changed = await service.change_repository(session, caller, repository_id, values, body.expected_version, version)
    return repository_out(changed)


@router.patch("/{repository_id}", summary="Change some of a repository's fields")
async def update_repository(
    caller: RepositoriesWriter,
    session: QueueingSession,
    repository_id: Identifier,
    body: RepositoryPatch,
    version: IfMatch,
) -> RepositoryOut:
    changed = await service.change_repository(
        session, caller, repository_id, body.changes(), body.expected_version, version
    )
    return repository_out(changed)


@router.delete("/{repository_id}", status_code=204, summary="Remove a repository")
async def delete_repository(caller: RepositoriesWriter, session: QueueingSession, repository_id: Identifier) -> None:
    """With its facts, what was ingested for it, and the clone that this server keeps; never a clone of yours."""
    await service.delete_repository(session, caller, repository_id)


@router.post("/{repository_id}/sync", status_code=202, summary="Read a repository again")
async def sync_repository(
    caller: RepositoriesWriter, session: QueueingSession, repository_id: Identifier
) -> SyncStarted:
    """Only what is new is read. A reading that waits already is named instead of a second."""
    return SyncStarted(job_id=await service.start_sync(session, caller, repository_id))


@router.get("/{repository_id}/commits", response_model=ListOf[CommitOut], summary="List a repository's commits")
async def list_commits(
    caller: RepositoriesReader,
    repository_id: Identifier,
    page: PageDep,
    wanted: HistoryFilterDep,
    *,
    session: ReadSession,
    facts: FactsDep,
) -> Page[CommitOut]:
    """Newest first. Line counts come last, so they are null while the repository is being read."""
    found = await service.repository_seen_by(session, caller, repository_id)
    return await history.page_of_commits(facts, page, found.id, wanted)


@router.get(
    "/{repository_id}/pull-requests",
    response_model=ListOf[PullRequestOut],
    summary="List a repository's pull requests",
)
async def list_pull_requests(
    caller: RepositoriesReader,
    repository_id: Identifier,
    page: PageDep,
    wanted: HistoryFilterDep,
    *,
    session: ReadSession,
    facts: FactsDep,
    state: Literal["merged", "open", "closed"] | None = None,
) -> Page[PullRequestOut]:
    """Newest first; concluded from merges and squashes (`derived`) unless they were handed in (`imported`)."""
    found = await service.repository_seen_by(session, caller, repository_id)
    return await history.page_of_pull_requests(facts, page, found.id, wanted, state)
