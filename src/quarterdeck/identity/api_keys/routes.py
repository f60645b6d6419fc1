"""API keys: made and revoked by people, used by programs."""

from typing import Annotated, Any

from fastapi import Query

from quarterdeck.identity.api_keys import repository, service
from quarterdeck.identity.api_keys.schemas import ApiKeyIn, ApiKeyIssued, ApiKeyOut, ApiKeyRotation
from quarterdeck.identity.api_keys.types import ApiKey, IssuedKey, NewApiKey
from quarterdeck.identity.web import CallersDep, SignedInPerson
from quarterdeck.infra.web.deps import ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/auth/api-keys", tags=["API keys"])


@router.post("", status_code=201, summary="Make an API key")
async def create_api_key(caller: SignedInPerson, body: ApiKeyIn, session: WriteSession) -> ApiKeyIssued:
    """The key's scopes are a part of yours; what it may do never exceeds what you may do at that moment."""
    wanted = NewApiKey(body.name, tuple(body.scopes), body.expires_at, body.requests_per_minute, body.user_id)
    return _issued(await service.make_api_key(session, caller, wanted))


@router.get("", response_model=ListOf[ApiKeyOut], summary="My API keys")
async def list_api_keys(
    caller: SignedInPerson,
    page: PageDep,
    session: ReadSession,
    user_id: Annotated[Identifier | None, Query(description="Another user's, for administrators")] = None,
) -> Page[ApiKey]:
    owner = await service.owner_within_reach(session, caller, user_id)
    return await repository.page_of_keys(session, page, owner)


@router.post("/{key_id}/rotate", summary="Give an API key another secret")
async def rotate_api_key(
    caller: SignedInPerson,
    key_id: Identifier,
    body: ApiKeyRotation,
    callers: CallersDep,
    session: WriteSession,
) -> ApiKeyIssued:
    """The old secret stops at once."""
    return _issued(await service.rotate_api_key(session, callers, caller, key_id, body.expires_at))


@router.delete("/{key_id}", status_code=204, summary="Revoke an API key")
async def delete_api_key(
    caller: SignedInPerson, key_id: Identifier, callers: CallersDep, session: WriteSession
) -> None:
    await service.revoke_api_key(session, callers, caller, key_id)


def _issued(made: IssuedKey) -> ApiKeyIssued:
    fields: dict[str, Any] = ApiKeyOut.model_validate(made.key).model_dump()
    return ApiKeyIssued(**fields, key=made.secret)
