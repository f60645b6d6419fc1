"""Every question about clients."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, bindparam, delete, exists, func, insert, select, update

from quarterdeck.identity.oauth_server.clients.types import OAuthClient
from quarterdeck.identity.oauth_server.models import oauth_clients, oauth_grants
from quarterdeck.identity.oauth_server.scopes import in_order
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing
from quarterdeck.kit.pages import Page, PageRequest

_COLUMNS = list(oauth_clients.c)
_ALL = Listing(_COLUMNS, oauth_clients, oauth_clients.c.id)
_THIS = oauth_clients.c.id == bindparam("wanted")
_BY_ID = select(*_COLUMNS).where(_THIS)
_BY_NAME = select(*_COLUMNS).where(oauth_clients.c.client_id == bindparam("name_of_client"))
_REMOVE = delete(oauth_clients).where(_THIS)
_UNUSED = ~exists().where(oauth_grants.c.client == oauth_clients.c.id)
_BY_THEMSELVES = oauth_clients.c.kind != "registered"
_COUNT_UNUSED = select(func.count()).select_from(oauth_clients).where(_BY_THEMSELVES, _UNUSED)
_OLDEST_UNUSED = (
    select(oauth_clients.c.id)
    .where(_BY_THEMSELVES, _UNUSED)
    .order_by(oauth_clients.c.created_at, oauth_clients.c.id)
    .limit(bindparam("most", type_=Integer))
)
_REMOVE_OLDEST_UNUSED = delete(oauth_clients).where(oauth_clients.c.id.in_(_OLDEST_UNUSED))


async def client_with_id(session: Session, row_id: str) -> OAuthClient | None:
    row = await session.row(_BY_ID, {"wanted": row_id})
    return client_of_row(row) if row else None


async def client_named(session: Session, client_id: str) -> OAuthClient | None:
    """Return the client that calls itself `client_id`."""
    row = await session.row(_BY_NAME, {"name_of_client": client_id})
    return client_of_row(row) if row else None


async def page_of_clients(session: Session, request: PageRequest) -> Page[OAuthClient]:
    return await _ALL.page(session, request, client_of_row)


async def add_client(session: Session, client: OAuthClient) -> None:
    await session.run(insert(oauth_clients), asdict(client) | _lists(client))


async def change_client(session: Session, client: OAuthClient) -> None:
    """Write what may change: the name, the redirect addresses and the scopes."""
    values = {"name": client.name, **_lists(client)}
    await session.run(update(oauth_clients).where(oauth_clients.c.id == client.id).values(**values))


async def remove_client(session: Session, row_id: str) -> None:
    """Remove a client and, with it, everything it was granted."""
    await session.run(_REMOVE, {"wanted": row_id})


async def count_unused(session: Session) -> int:
    """Count the clients that registered by themselves and were never let in."""
    return int(await session.scalar(_COUNT_UNUSED))


async def purge_oldest_unused(session: Session, most: int) -> int:
    """Remove up to `most` clients that nobody registered and nobody let in, those first that wait the longest."""
    return await session.run(_REMOVE_OLDEST_UNUSED, {"most": most})


async def purge_unused(session: Session, made_before: datetime) -> int:
    """Remove clients that nobody registered and nobody let in."""
    old = oauth_clients.c.created_at < made_before
    return await session.run(delete(oauth_clients).where(_BY_THEMSELVES, old, _UNUSED))


def client_of_row(row: Row[Any]) -> OAuthClient:
    values = dict(zip((column.name for column in _COLUMNS), tuple(row)[: len(_COLUMNS)], strict=True))
    values["redirect_uris"] = tuple(values["redirect_uris"])
    values["scopes"] = frozenset(values["scopes"])
    return OAuthClient(**values)


def _lists(client: OAuthClient) -> dict[str, Any]:
    return {"redirect_uris": list(client.redirect_uris), "scopes": in_order(client.scopes)}
