"""Register clients by hand, as an administrator does for a GPT; and remove any."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.oauth_server.clients import repository
from quarterdeck.identity.oauth_server.clients.types import ClientChange, IssuedClient, NewClient, OAuthClient
from quarterdeck.identity.oauth_server.errors import BadRedirects, ClientNotFound
from quarterdeck.identity.oauth_server.redirects import is_address
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import emit
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id


async def register_client(session: Session, caller: Caller, wanted: NewClient) -> IssuedClient:
    """Register a confidential client. Raises `BadRedirects`."""
    _check_redirects(wanted.redirect_uris)
    secret, own_id = new_secret(), new_id()
    client = OAuthClient(
        id=own_id,
        client_id=own_id,
        kind="registered",
        name=wanted.name,
        redirect_uris=wanted.redirect_uris,
        scopes=wanted.scopes,
        secret_hash=secret_hash(secret),
        pkce=wanted.pkce,
        created_by=caller.user_id,
        created_at=now(),
    )
    await add_new_client(session, caller, client)
    return IssuedClient(client, secret)


async def add_new_client(session: Session, caller: Caller | None, client: OAuthClient) -> None:
    """Keep a client that was not there before, and tell of it; without `caller` it came by itself."""
    await repository.add_client(session, client)
    await audit(session, caller, "oauth_client.create", "oauth_client", client.id, kind=client.kind)
    _tell(session, "oauth_client.created", client.id, caller, name=client.name, kind=client.kind)


async def change_client(
    session: Session, caller: Caller, row_id: str, change: ClientChange, forget: Callable[[], None]
) -> OAuthClient:
    """Change a registered client, and what its tokens may do at once; others say themselves what they are.

    Raises `ClientNotFound`, `BadRedirects`.
    """
    client = await existing_client(session, row_id)
    if client.kind != "registered":
        raise ClientNotFound
    values = {
        name: value for name in ("name", "redirect_uris", "scopes") if (value := getattr(change, name)) is not None
    }
    changed = replace(client, **values)
    _check_redirects(changed.redirect_uris)
    await repository.change_client(session, changed)
    await audit(session, caller, "oauth_client.update", "oauth_client", row_id, fields=sorted(values))
    _tell(session, "oauth_client.updated", row_id, caller, fields=sorted(values))
    session.after_commit(forget)
    return changed


async def remove_client(session: Session, caller: Caller, row_id: str, forget: Callable[[], None]) -> None:
    """Remove a client; its tokens stop at once. Raises `ClientNotFound`."""
    client = await existing_client(session, row_id)
    await repository.remove_client(session, row_id)
    await audit(session, caller, "oauth_client.delete", "oauth_client", row_id, kind=client.kind)
    _tell(session, "oauth_client.deleted", row_id, caller, name=client.name, kind=client.kind)
    session.after_commit(forget)


async def existing_client(session: Session, row_id: str) -> OAuthClient:
    client = await repository.client_with_id(session, row_id)
    if client is None:
        raise ClientNotFound
    return client


def _tell(session: Session, event_type: str, row_id: str, caller: Caller | None, **data: Any) -> None:
    """Tell administrators."""
    actor_id = caller.user_id if caller else None
    emit(session, event_type, subject=("oauth_client", row_id), scope="users:manage", actor_id=actor_id, data=data)


def _check_redirects(uris: Collection[str]) -> None:
    if not uris or not all(is_address(uri) for uri in uris):
        raise BadRedirects
