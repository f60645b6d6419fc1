"""Every question about grants, codes and refresh tokens."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, insert, or_, select, update

from quarterdeck.identity.oauth_server.grants.types import AuthorizationCode, Grant, OAuthRefreshToken
from quarterdeck.identity.oauth_server.models import oauth_clients, oauth_codes, oauth_grants, oauth_refresh_tokens
from quarterdeck.identity.users.models import users
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing
from quarterdeck.infra.database.types import UtcTimestamp
from quarterdeck.kit.pages import Page, PageRequest

_COLUMNS: list[Any] = [
    oauth_grants.c.id,
    oauth_grants.c.user_id,
    users.c.role,
    users.c.disabled_at,
    oauth_clients.c.client_id,
    oauth_clients.c.name,
    oauth_grants.c.scopes,
    oauth_grants.c.resource,
    oauth_grants.c.redirect_host,
    oauth_grants.c.created_at,
    oauth_grants.c.last_used_at,
    oauth_grants.c.expires_at,
    oauth_grants.c.ended_at,
]
_GRANTS = oauth_grants.join(users, users.c.id == oauth_grants.c.user_id).join(
    oauth_clients, oauth_clients.c.id == oauth_grants.c.client
)
_THIS = oauth_grants.c.id == bindparam("wanted")
_OWN = oauth_grants.c.user_id == bindparam("who")
_OPEN = oauth_grants.c.ended_at.is_(None)
_ALIVE = and_(_OPEN, oauth_grants.c.expires_at > bindparam("moment", type_=UtcTimestamp))
_ONE = select(*_COLUMNS).select_from(_GRANTS).where(_THIS)
_CONNECTIONS = Listing(_COLUMNS, _GRANTS, oauth_grants.c.id, and_(_OWN, _ALIVE), descending=True)
_CODE = (
    select(
        *_COLUMNS,
        oauth_codes.c.code_hash,
        oauth_codes.c.redirect_uri,
        oauth_codes.c.code_challenge,
        oauth_codes.c.expires_at,
        oauth_codes.c.used_at,
    )
    .select_from(_GRANTS.join(oauth_codes, oauth_codes.c.grant_id == oauth_grants.c.id))
    .where(oauth_codes.c.code_hash == bindparam("hash"))
)
_REFRESH = (
    select(
        *_COLUMNS,
        oauth_refresh_tokens.c.token_hash,
        oauth_refresh_tokens.c.expires_at,
        oauth_refresh_tokens.c.used_at,
    )
    .select_from(_GRANTS.join(oauth_refresh_tokens, oauth_refresh_tokens.c.grant_id == oauth_grants.c.id))
    .where(oauth_refresh_tokens.c.token_hash == bindparam("hash"))
)
_USE_CODE = (
    update(oauth_codes)
    .where(oauth_codes.c.code_hash == bindparam("hash"), oauth_codes.c.used_at.is_(None))
    .values(used_at=bindparam("moment"))
)
_USE_REFRESH = (
    update(oauth_refresh_tokens)
    .where(oauth_refresh_tokens.c.token_hash == bindparam("hash"), oauth_refresh_tokens.c.used_at.is_(None))
    .values(used_at=bindparam("moment"))
)
_END = update(oauth_grants).where(_THIS, _OPEN).values(ended_at=bindparam("moment"))
_END_OWN = _END.where(_OWN)
_END_ALL = update(oauth_grants).where(_OWN, _OPEN).values(ended_at=bindparam("moment"))
_PROLONG = (
    update(oauth_grants).where(_THIS, _OPEN).values(last_used_at=bindparam("moment"), expires_at=bindparam("until"))
)
_USED = update(oauth_grants).where(_THIS).values(last_used_at=bindparam("moment"))


async def add_grant(session: Session, row: dict[str, Any]) -> None:
    await session.run(insert(oauth_grants), row)


async def grant_with_id(session: Session, grant_id: str) -> Grant | None:
    row = await session.row(_ONE, {"wanted": grant_id})
    return _grant(row) if row else None


async def page_of_connections(session: Session, request: PageRequest, user_id: str, moment: datetime) -> Page[Grant]:
    given = {"who": user_id, "moment": moment}
    return await _CONNECTIONS.page(session, request, _grant, given)


async def add_code(session: Session, row: dict[str, Any]) -> None:
    await session.run(insert(oauth_codes), row)


async def code_with_hash(session: Session, code_hash: str) -> AuthorizationCode | None:
    row = await session.row(_CODE, {"hash": code_hash})
    return AuthorizationCode(_grant(row), *_beyond(row)) if row else None


async def use_code(session: Session, code_hash: str, moment: datetime) -> bool:
    """Mark a code used; of several requests at once exactly one is told yes."""
    return await session.run(_USE_CODE, {"hash": code_hash, "moment": moment}) == 1


async def add_refresh(session: Session, token_hash: str, grant_id: str, expires_at: datetime) -> None:
    row = {"token_hash": token_hash, "grant_id": grant_id, "expires_at": expires_at, "used_at": None}
    await session.run(insert(oauth_refresh_tokens), row)


async def refresh_with_hash(session: Session, token_hash: str) -> OAuthRefreshToken | None:
    row = await session.row(_REFRESH, {"hash": token_hash})
    return OAuthRefreshToken(_grant(row), *_beyond(row)) if row else None


async def use_refresh(session: Session, token_hash: str, moment: datetime) -> bool:
    """Mark a refresh token used; of several requests at once exactly one is told yes."""
    return await session.run(_USE_REFRESH, {"hash": token_hash, "moment": moment}) == 1


async def prolong_grant(session: Session, grant_id: str, moment: datetime, until: datetime) -> bool:
    """Let a grant last until `until`; false when it ended in the meantime."""
    return await session.run(_PROLONG, {"wanted": grant_id, "moment": moment, "until": until}) == 1


async def note_grant_used(session: Session, grant_id: str, moment: datetime) -> None:
    await session.run(_USED, {"wanted": grant_id, "moment": moment})


async def end_grant(session: Session, grant_id: str, moment: datetime) -> bool:
    """End a grant; false when it had ended, or never was."""
    return await session.run(_END, {"wanted": grant_id, "moment": moment}) == 1


async def end_own_grant(session: Session, grant_id: str, user_id: str, moment: datetime) -> bool:
    return await session.run(_END_OWN, {"wanted": grant_id, "who": user_id, "moment": moment}) == 1


async def end_all_grants(session: Session, user_id: str, moment: datetime) -> int:
    return await session.run(_END_ALL, {"who": user_id, "moment": moment})


async def purge_ended(session: Session, since: datetime) -> int:
    """Remove grants that ended or ran out before `since`, with their codes and refresh tokens."""
    over = or_(oauth_grants.c.ended_at < since, oauth_grants.c.expires_at < since)
    return await session.run(delete(oauth_grants).where(over))


async def purge_tokens(session: Session, since: datetime) -> int:
    """Remove codes and refresh tokens that ran out before `since`."""
    codes = await session.run(delete(oauth_codes).where(oauth_codes.c.expires_at < since))
    return codes + await session.run(delete(oauth_refresh_tokens).where(oauth_refresh_tokens.c.expires_at < since))


def _grant(row: Row[Any]) -> Grant:
    values = list(tuple(row)[: len(_COLUMNS)])
    values[6] = frozenset(values[6])
    return Grant(*values)


def _beyond(row: Row[Any]) -> tuple[Any, ...]:
    return tuple(row)[len(_COLUMNS) :]
