"""Make tickets and use them up."""

from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.identity.tickets import repository
from quarterdeck.identity.tickets.errors import InvalidTicket
from quarterdeck.identity.tickets.types import LIFETIME, Ticket
from quarterdeck.infra.crypto import Keyring, SealBroken
from quarterdeck.infra.database import Database, Session
from quarterdeck.kit.clock import now

PREFIX = "qd_ticket_"
"""Tickets look like our keys, so that the log masks them wherever they turn up."""


class Tickets:
    """Makes tickets, each with a sealed credential in it, and uses them up."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database, self._keyring = database, keyring

    async def make(self, session: Session, presented: PresentedCredential, path: str) -> str:
        """Make a ticket for the socket at `path`, with the rights that the credential has when it is used."""
        token, moment = f"{PREFIX}{new_secret()}", now()
        token_hash = secret_hash(token)
        sealed = self._keyring.seal(presented.secret.encode(), _seal_context(token_hash))
        ticket = Ticket(token_hash, path, presented.kind, sealed, moment + LIFETIME)
        await repository.add_ticket(session, ticket, moment)
        return token

    async def in_query(self, value: str, path: str) -> PresentedCredential:
        """Return the credential behind a ticket, and use it up.

        Raises:
            InvalidTicket: it is spent, late, for another path, or never was.
        """
        found = await self._taken(value, path) if value.startswith(PREFIX) else None
        if found is None:
            raise InvalidTicket
        return found

    async def _taken(self, value: str, path: str) -> PresentedCredential | None:
        async with self._database.writing() as session:
            ticket = await repository.take_ticket(session, secret_hash(value))
        if ticket is None or ticket.path != path or ticket.expires_at <= now():
            return None
        try:
            secret = self._keyring.open(ticket.sealed_credential, _seal_context(ticket.token_hash))
        except SealBroken:  # sealed under an earlier SECRET_KEY
            return None
        return PresentedCredential(ticket.shown_in, secret.decode())


def _seal_context(token_hash: str) -> str:
    return f"socket_tickets:{token_hash}:credential"
