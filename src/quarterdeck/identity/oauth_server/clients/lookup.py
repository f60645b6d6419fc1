"""Find the client that a request names, wherever it is described."""

from dataclasses import dataclass

from quarterdeck.identity.oauth_server.clients.metadata import ClientDocuments, is_metadata_address
from quarterdeck.identity.oauth_server.clients.repository import client_named
from quarterdeck.identity.oauth_server.clients.types import OAuthClient
from quarterdeck.infra.database import Database
from quarterdeck.infra.ratelimit import RateLimiter


@dataclass(frozen=True, slots=True)
class ClientLookup:
    """The client, or a sentence about why there is none."""

    client: OAuthClient | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ClientDirectory:
    """Finds clients in the database, and those that a document at their own address describes."""

    database: Database
    limiter: RateLimiter
    documents: ClientDocuments

    async def stored(self, client_id: str) -> OAuthClient | None:
        """Return a client that is in the database; one with a document is so after its first yes."""
        async with self.database.reading() as session:
            return await client_named(session, client_id)

    async def find(self, client_id: str, peer: str) -> ClientLookup:
        """Return the client, as its document describes it now where it has one. Asks other machines: no transaction.

        Raises:
            RateLimited: `peer` made us ask too many addresses.
        """
        if not is_metadata_address(client_id):
            client = await self.stored(client_id)
            return ClientLookup(client, "" if client else "There is no such client")
        if self.documents.kept(client_id) is None:
            await self.limiter.hit("auth", f"client-document:{peer}")
        found = await self.documents.read(client_id)
        return ClientLookup(found.client, found.problem)
