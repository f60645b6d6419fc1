"""Every question about sessions and sign-in links."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, insert, or_, select, update

from quarterdeck.identity.sessions.models import sessions, sign_in_links
from quarterdeck.identity.sessions.types import SignInSession
from quarterdeck.identity.users.models import users
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing, columns_of
from quarterdeck.infra.database.types import UtcTimestamp
from quarterdeck.kit.pages import Page, PageRequest

COLUMNS = columns_of(
    sessions,
    "id",
    "user_id",
    "kind",
    "proof",
    "peer",
    "user_agent",
    "created_at",
    "last_used_at",
    "expires_at",
    "remembered",
)
_ONE = select(*COLUMNS).where(sessions.c.id == bindparam("wanted"))
_OWN = sessions.c.user_id == bindparam("who")
# Console sessions also end when nobody used them since `idle_since`, unless their browser is remembered.
_ALIVE = and_(
    sessions.c.ended_at.is_(None),
    sessions.c.expires_at > bindparam("moment", type_=UtcTimestamp),
    or_(
        sessions.c.kind == "token",
        sessions.c.remembered,
        sessions.c.last_used_at > bindparam("idle_since", type_=UtcTimestamp),
    ),
)
_OWN_ALIVE = Listing(COLUMNS, sessions, sessions.c.id, and_(_OWN, _ALIVE), descending=True)
_END_ONE = (
    update(sessions)
    .where(sessions.c.id == bindparam("wanted"), sessions.c.ended_at.is_(None))
    .values(ended_at=bindparam("moment"))
)
_END_OWN = _END_ONE.where(_OWN)
_END_OTHERS = (
    update(sessions)
    .where(_OWN, sessions.c.id != bindparam("kept"), sessions.c.ended_at.is_(None))
    .values(ended_at=bindparam("moment"))
)
_USED = update(sessions).where(sessions.c.id == bindparam("wanted")).values(last_used_at=bindparam("moment"))
_PROLONG = (
    update(sessions)
    .where(sessions.c.id == bindparam("wanted"))
    .values(last_used_at=bindparam("moment"), expires_at=bindparam("until"))
)
_RENEW = _PROLONG.values(cookie_hash=bindparam("cookie"))
_LIVING_OWNER = (
    select(sessions.c.user_id)
    .select_from(sessions.join(users))
    .where(
        sessions.c.id == bindparam("wanted"),
        sessions.c.ended_at.is_(None),
        sessions.c.expires_at > bindparam("moment", type_=UtcTimestamp),
        users.c.disabled_at.is_(None),
    )
)
_TAKE_LINK = (
    delete(sign_in_links)
    .where(sign_in_links.c.token_hash == bindparam("hash"), sign_in_links.c.expires_at > bindparam("moment"))
    .returning(sign_in_links.c.user_id)
)


async def add_session(session: Session, new: SignInSession, cookie_hash: str | None) -> None:
    await session.run(insert(sessions), asdict(new) | {"cookie_hash": cookie_hash})


async def session_with_id(session: Session, session_id: str) -> SignInSession | None:
    row = await session.row(_ONE, {"wanted": session_id})
    return _session(row) if row else None


async def page_of_sessions(
    session: Session, request: PageRequest, user_id: str, moment: datetime, idle_since: datetime
) -> Page[SignInSession]:
    given = {"who": user_id, "moment": moment, "idle_since": idle_since}
    return await _OWN_ALIVE.page(session, request, _session, given)


async def end_session(session: Session, session_id: str, moment: datetime) -> bool:
    return await session.run(_END_ONE, {"wanted": session_id, "moment": moment}) == 1


async def end_own_session(session: Session, session_id: str, user_id: str, moment: datetime) -> bool:
    given = {"wanted": session_id, "who": user_id, "moment": moment}
    return await session.run(_END_OWN, given) == 1


async def end_sessions_except(session: Session, user_id: str, kept: str, moment: datetime) -> int:
    """End the sessions of a user but `kept` (empty for none)."""
    return await session.run(_END_OTHERS, {"who": user_id, "kept": kept, "moment": moment})


async def note_session_used(session: Session, session_id: str, moment: datetime) -> None:
    await session.run(_USED, {"wanted": session_id, "moment": moment})


async def prolong_session(session: Session, session_id: str, moment: datetime, until: datetime) -> None:
    await session.run(_PROLONG, {"wanted": session_id, "moment": moment, "until": until})


async def renew_cookie(session: Session, session_id: str, cookie_hash: str, moment: datetime, until: datetime) -> None:
    """Give a remembered console session a fresh cookie; the one before stops working."""
    given = {"wanted": session_id, "cookie": cookie_hash, "moment": moment, "until": until}
    await session.run(_RENEW, given)


async def living_owner(session: Session, session_id: str, moment: datetime) -> str | None:
    """Return whose session this is, while it has not ended and its owner is not disabled."""
    owner: str | None = await session.scalar(_LIVING_OWNER, {"wanted": session_id, "moment": moment})
    return owner


async def add_link(session: Session, token_hash: str, user_id: str, expires_at: datetime) -> None:
    """Keep a sign-in link; an older one of the same user stops working."""
    await session.run(delete(sign_in_links).where(sign_in_links.c.user_id == user_id))
    row = {"token_hash": token_hash, "user_id": user_id, "expires_at": expires_at}
    await session.run(insert(sign_in_links), row)


async def take_link(session: Session, token_hash: str, moment: datetime) -> str | None:
    """Use up a link and return whom it signs in; `None` when it is not there, late, or was quicker elsewhere."""
    rows: Sequence[Row[Any]] = await session.rows(_TAKE_LINK, {"hash": token_hash, "moment": moment})
    return rows[0][0] if rows else None


def _session(row: Row[Any]) -> SignInSession:
    return SignInSession(*tuple(row)[: len(COLUMNS)])
