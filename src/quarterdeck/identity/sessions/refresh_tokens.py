"""Every question about refresh tokens."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from quarterdeck.identity.sessions.models import refresh_tokens, sessions
from quarterdeck.identity.sessions.types import SessionKind
from quarterdeck.identity.users.models import users
from quarterdeck.infra.database import Session


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A refresh token that exists, with what decides whether it still counts."""

    session_id: str
    session_kind: SessionKind
    user_id: str
    expires_at: datetime
    used_at: datetime | None
    session_ended_at: datetime | None
    user_disabled_at: datetime | None


_BY_HASH = (
    select(
        refresh_tokens.c.session_id,
        sessions.c.kind,
        sessions.c.user_id,
        refresh_tokens.c.expires_at,
        refresh_tokens.c.used_at,
        sessions.c.ended_at,
        users.c.disabled_at,
    )
    .select_from(refresh_tokens.join(sessions).join(users))
    .where(refresh_tokens.c.token_hash == bindparam("hash"))
)
_USE = (
    update(refresh_tokens)
    .where(refresh_tokens.c.token_hash == bindparam("hash"), refresh_tokens.c.used_at.is_(None))
    .values(used_at=bindparam("moment"))
)


async def refresh_token(session: Session, token_hash: str) -> RefreshToken | None:
    row = await session.row(_BY_HASH, {"hash": token_hash})
    return RefreshToken(*tuple(row)) if row else None


async def use_refresh_token(session: Session, token_hash: str, moment: datetime) -> bool:
    """Mark a token used; of several requests at once exactly one is told yes."""
    return await session.run(_USE, {"hash": token_hash, "moment": moment}) == 1


async def add_refresh_token(session: Session, token_hash: str, session_id: str, expires_at: datetime) -> None:
    row = {"token_hash": token_hash, "session_id": session_id, "expires_at": expires_at, "used_at": None}
    await session.run(insert(refresh_tokens), row)
