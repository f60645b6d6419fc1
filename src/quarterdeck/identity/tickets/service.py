"""Make tickets and use them up."""

from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.identity.runtime import Identity
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.identity.tickets import repository
from quarterdeck.identity.tickets.types import LIFETIME, Ticket
from quarterdeck.infra.crypto import SealBroken
from quarterdeck.infra.database import Session
from quarterdeck.kit.clock import now

PREFIX = "qd_ticket_"
"""Tickets look like our keys, so that the log masks them wherever they turn up."""


async def make_ticket(session: Session, identity: Identity, presented: PresentedCredential, path: str) -> str:
    """Make a ticket for the socket at `path`, with the rights that the credential `shown` has when it is used."""
    token, moment = f"{PREFIX}{new_secret()}", now()
    token_hash = secret_hash(token)
    sealed = identity.keyring.seal(presented.secret.encode(), _place(token_hash))
    ticket = Ticket(token_hash, path, presented.kind, sealed, moment + LIFETIME)
    await repository.add_ticket(session, ticket, moment)
    return token


async def use_ticket(identity: Identity, token: str, path: str) -> PresentedCredential | None:
    """Return the credential behind a ticket, and use it up; `None` when it is spent, late, or for another path."""
    if not token.startswith(PREFIX):
        return None
    async with identity.database.writing() as session:
        ticket = await repository.take_ticket(session, secret_hash(token))
    if ticket is None or ticket.path != path or ticket.expires_at <= now():
        return None
    try:
        secret = identity.keyring.open(ticket.sealed_credential, _place(ticket.token_hash))
    except SealBroken:  # sealed under an earlier SECRET_KEY
        return None
    return PresentedCredential(ticket.shown_in, secret.decode())


def _place(token_hash: str) -> str:
    return f"socket_tickets:{token_hash}:credential"
