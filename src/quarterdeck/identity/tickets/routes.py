"""Tickets for sockets."""

from typing import Annotated

from fastapi import Depends, Request

from quarterdeck.identity.authentication.requests import presented_credential
from quarterdeck.identity.tickets.schemas import TicketIn, TicketOut
from quarterdeck.identity.tickets.service import Tickets
from quarterdeck.identity.web import SignedInCaller
from quarterdeck.infra.web.deps import SettingsDep, WriteSession, part
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.kit.errors import Unauthenticated

TicketsDep = Annotated[Tickets, Depends(part("identity.tickets"))]

router = DeckRouter(prefix="/ws/tickets", tags=["events"])


@router.post("", status_code=201, summary="Make a one-use ticket for a socket")
async def create_ticket(
    *,
    _caller: SignedInCaller,
    request: Request,
    body: TicketIn,
    settings: SettingsDep,
    tickets: TicketsDep,
    session: WriteSession,
) -> TicketOut:
    """For browser pages, which cannot send headers with a socket. The socket's rights are those of this credential."""
    presented = presented_credential(request, settings)
    if presented is None:
        raise Unauthenticated
    return TicketOut(ticket=await tickets.make(session, presented, body.path))
