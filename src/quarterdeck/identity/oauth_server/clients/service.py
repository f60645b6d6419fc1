"""Register clients by hand, as an administrator does for a GPT; and remove any."""

from collections.abc import Collection
from dataclasses import replace

from quarterdeck.identity.audit.changes import record_change
from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.oauth_server.clients import repository
from quarterdeck.identity.oauth_server.clients.types import ClientChange, IssuedClient, NewClient, OAuthClient
from quarterdeck.identity.oauth_server.errors import BadRedirects, ClientNotFound
from quarterdeck.identity.oauth_server.event_types import CLIENT_CREATED, CLIENT_DELETED, CLIENT_UPDATED
from quarterdeck.identity.oauth_server.redirects import is_address
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.infra.database import Session
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
    about = {"name": client.name, "kind": client.kind}
    await record_change(session, caller, CLIENT_CREATED, client.id, data=about, kind=client.kind)


async def change_client(
    session: Session, caller: Caller, row_id: str, change: ClientChange, callers: CallerCache
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
    fields = sorted(values)
    await record_change(session, caller, CLIENT_UPDATED, row_id, data={"fields": fields}, fields=fields)
    session.after_commit(callers.forget)
    return changed


async def remove_client(session: Session, caller: Caller, row_id: str, callers: CallerCache) -> None:
    """Remove a client; its tokens stop at once. Raises `ClientNotFound`."""
    client = await existing_client(session, row_id)
    await repository.remove_client(session, row_id)
    about = {"name": client.name, "kind": client.kind}
    await record_change(session, caller, CLIENT_DELETED, row_id, data=about, kind=client.kind)
    session.after_commit(callers.forget)


async def existing_client(session: Session, row_id: str) -> OAuthClient:
    client = await repository.client_with_id(session, row_id)
    if client is None:
        raise ClientNotFound
    return client


def _check_redirects(uris: Collection[str]) -> None:
    if not uris or not all(is_address(uri) for uri in uris):
        raise BadRedirects
