"""Every question about tickets."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import bindparam, delete, insert

from quarterdeck.identity.tickets.models import socket_tickets
from quarterdeck.identity.tickets.types import Ticket
from quarterdeck.infra.database import Session

_ADD = insert(socket_tickets)
_TAKE = (
    delete(socket_tickets)
    .where(socket_tickets.c.token_hash == bindparam("hash"))
    .returning(
        socket_tickets.c.token_hash,
        socket_tickets.c.path,
        socket_tickets.c.shown_in,
        socket_tickets.c.sealed_credential,
        socket_tickets.c.expires_at,
    )
)
_FORGET = delete(socket_tickets).where(socket_tickets.c.expires_at <= bindparam("moment"))


async def add_ticket(session: Session, ticket: Ticket, moment: datetime) -> None:
    """Keep a ticket, and forget those whose time is over."""
    await purge_expired(session, moment)
    await session.run(_ADD, asdict(ticket))


async def purge_expired(session: Session, moment: datetime) -> int:
    return await session.run(_FORGET, {"moment": moment})


async def take_ticket(session: Session, token_hash: str) -> Ticket | None:
    """Use up a ticket, good or not; of several who come with it at once exactly one gets it."""
    row = await session.row(_TAKE, {"hash": token_hash})
    return Ticket(*tuple(row)) if row else None
