"""Tickets for sockets."""

from fastapi import Request

from quarterdeck.identity.authentication.requests import presented_credential
from quarterdeck.identity.tickets.schemas import TicketIn, TicketOut
from quarterdeck.identity.web import IdentityDep, SignedInCaller
from quarterdeck.infra.web.deps import WriteSession
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.kit.errors import Unauthenticated

router = DeckRouter(prefix="/ws/tickets", tags=["events"])


@router.post("", status_code=201, summary="Make a one-use ticket for a socket")
async def create_ticket(
    _caller: SignedInCaller, request: Request, body: TicketIn, identity: IdentityDep, session: WriteSession
) -> TicketOut:
    """For browser pages, which cannot send headers with a socket. The socket's rights are those of this credential."""
    presented = presented_credential(request, identity.settings)
    if presented is None:
        raise Unauthenticated
    return TicketOut(ticket=await identity.tickets.make(session, presented, body.path))
