"""Every question about identities and sign-ins through providers."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, insert, select, update

from quarterdeck.identity.providers.models import identities, provider_flows, provider_tokens
from quarterdeck.identity.providers.types import Flow, LinkedIdentity, LoginTicket
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing, columns_of
from quarterdeck.infra.database.types import UtcTimestamp
from quarterdeck.kit.pages import Page, PageRequest

COLUMNS = columns_of(
    identities, "id", "user_id", "provider", "issuer", "subject", "email", "created_at", "last_used_at"
)
_OWN = identities.c.user_id == bindparam("who")
_LISTED = Listing(COLUMNS, identities, identities.c.id, _OWN)
_KNOWN = select(*COLUMNS).where(
    identities.c.issuer == bindparam("who_says"), identities.c.subject == bindparam("who_it_is")
)
_OF_USER = select(*COLUMNS).where(_OWN)
_USED = (
    update(identities)
    .where(identities.c.id == bindparam("wanted"))
    .values(last_used_at=bindparam("moment"), email=bindparam("told"))
)
_REMOVE = delete(identities).where(identities.c.id == bindparam("wanted"), _OWN)
_UNEXPIRED = bindparam("moment", type_=UtcTimestamp)
_TAKE_FLOW = (
    delete(provider_flows)
    .where(
        provider_flows.c.state_hash == bindparam("state"),
        provider_flows.c.browser_hash == bindparam("browser"),
        provider_flows.c.provider == bindparam("through"),
        provider_flows.c.expires_at > _UNEXPIRED,
    )
    .returning(*columns_of(provider_flows, "provider", "redirect_uri", "return_to", "user_id", "session_id"))
)
_WAITING = and_(
    provider_tokens.c.token_hash == bindparam("token"),
    provider_tokens.c.browser_hash == bindparam("browser"),
    provider_tokens.c.expires_at > _UNEXPIRED,
)
_LOGIN_TICKET = columns_of(provider_tokens, "user_id", "provider", "return_to")
_WAITING_TICKET = select(*_LOGIN_TICKET).where(_WAITING)
_TAKE_TICKET = delete(provider_tokens).where(_WAITING).returning(*_LOGIN_TICKET)
_PURGE_FLOWS = delete(provider_flows).where(provider_flows.c.expires_at <= _UNEXPIRED)
_PURGE_TICKETS = delete(provider_tokens).where(provider_tokens.c.expires_at <= _UNEXPIRED)
_REMOVE_TICKETS_OF = delete(provider_tokens).where(provider_tokens.c.user_id == bindparam("who"))


async def add_flow(session: Session, state: str, browser: str, flow: Flow, expires_at: datetime) -> None:
    row = asdict(flow) | {"state_hash": state, "browser_hash": browser, "expires_at": expires_at}
    await session.run(insert(provider_flows), row)


async def take_flow(session: Session, state: str, browser: str, provider: str, moment: datetime) -> Flow | None:
    """Use up a sign-in begun in this browser with this provider; `None` when there is none, or it is late."""
    given = {"state": state, "browser": browser, "through": provider, "moment": moment}
    row = await session.row(_TAKE_FLOW, given)
    return Flow(*tuple(row)) if row else None


async def add_login_ticket(
    session: Session, token: str, browser: str, login_ticket: LoginTicket, expires_at: datetime
) -> None:
    row = asdict(login_ticket) | {"token_hash": token, "browser_hash": browser, "expires_at": expires_at}
    await session.run(insert(provider_tokens), row)


async def waiting_login_ticket(session: Session, token: str, browser: str, moment: datetime) -> LoginTicket | None:
    """Look at a temporary token without using it up."""
    row = await session.row(_WAITING_TICKET, {"token": token, "browser": browser, "moment": moment})
    return LoginTicket(*tuple(row)) if row else None


async def take_login_ticket(session: Session, token: str, browser: str, moment: datetime) -> LoginTicket | None:
    row = await session.row(_TAKE_TICKET, {"token": token, "browser": browser, "moment": moment})
    return LoginTicket(*tuple(row)) if row else None


async def remove_login_tickets_of(session: Session, user_id: str) -> None:
    """Let no finished sign-in of this user become a session any more."""
    await session.run(_REMOVE_TICKETS_OF, {"who": user_id})


async def purge_expired(session: Session, moment: datetime) -> int:
    flows = await session.run(_PURGE_FLOWS, {"moment": moment})
    return flows + await session.run(_PURGE_TICKETS, {"moment": moment})


async def known_identity(session: Session, issuer: str, subject: str) -> LinkedIdentity | None:
    row = await session.row(_KNOWN, {"who_says": issuer, "who_it_is": subject})
    return _identity(row) if row else None


async def identities_of(session: Session, user_id: str) -> list[LinkedIdentity]:
    return [_identity(row) for row in await session.rows(_OF_USER, {"who": user_id})]


async def page_of_identities(session: Session, request: PageRequest, user_id: str) -> Page[LinkedIdentity]:
    return await _LISTED.page(session, request, _identity, {"who": user_id})


async def add_identity(session: Session, new: LinkedIdentity) -> None:
    await session.run(insert(identities), asdict(new))


async def note_identity_used(session: Session, identity_id: str, email: str | None, moment: datetime) -> None:
    await session.run(_USED, {"wanted": identity_id, "moment": moment, "told": email})


async def remove_identity(session: Session, identity_id: str, user_id: str) -> bool:
    return await session.run(_REMOVE, {"wanted": identity_id, "who": user_id}) == 1


def _identity(row: Row[Any]) -> LinkedIdentity:
    return LinkedIdentity(*tuple(row)[: len(COLUMNS)])
