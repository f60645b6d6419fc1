"""Find the client that a request names, wherever it is described."""

from dataclasses import dataclass

from quarterdeck.identity.oauth_server.clients.metadata import is_metadata_address
from quarterdeck.identity.oauth_server.clients.repository import client_named
from quarterdeck.identity.oauth_server.clients.types import OAuthClient
from quarterdeck.identity.runtime import Identity


@dataclass(frozen=True, slots=True)
class ClientLookup:
    """The client, or a sentence about why there is none."""

    client: OAuthClient | None
    problem: str = ""


async def stored_client(identity: Identity, client_id: str) -> OAuthClient | None:
    """Return a client that is in the database; one with a document is so after its first yes."""
    async with identity.database.reading() as session:
        return await client_named(session, client_id)


async def find_client(identity: Identity, client_id: str, peer: str) -> ClientLookup:
    """Return the client, as its document describes it now where it has one. Asks other machines: no transaction.

    Raises:
        RateLimited: `peer` made us ask too many addresses.
    """
    if not is_metadata_address(client_id):
        client = await stored_client(identity, client_id)
        return ClientLookup(client, "" if client else "There is no such client")
    documents = identity.oauth.documents
    if documents.kept(client_id) is None:
        await identity.limiter.hit("auth", f"client-document:{peer}")
    found = await documents.read(client_id, identity.client_documents)
    return ClientLookup(found.client, found.problem)
