"""`/oauth/authorize`: check a client's request, and keep it for the person in this browser to answer."""

import asyncio
from dataclasses import dataclass
from typing import Final

from authlib.oauth2 import OAuth2Error

from quarterdeck.identity.authentication.location import ServerLocation
from quarterdeck.identity.oauth_server.clients.lookup import ClientDirectory
from quarterdeck.identity.oauth_server.errors import BadAuthorizationRequest
from quarterdeck.identity.oauth_server.protocol.extensions import IssuerIdentification, resource_of
from quarterdeck.identity.oauth_server.protocol.facts import ProtocolFacts, ProtocolResponse
from quarterdeck.identity.oauth_server.protocol.refusals import ClientRefusals
from quarterdeck.identity.oauth_server.protocol.server import GrantServer
from quarterdeck.identity.oauth_server.protocol.views import PlainRequest
from quarterdeck.identity.oauth_server.requests.repository import add_request
from quarterdeck.identity.oauth_server.requests.types import LIFETIME, AccessRequest
from quarterdeck.identity.secrets import secret_hash
from quarterdeck.infra.database import Database
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

ACTION: Final = "oauth.authorize"


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A client's request that passed every check."""

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    resource: str
    state: str | None
    code_challenge: str | None


@dataclass(frozen=True, slots=True)
class AuthorizationRejection:
    """What is wrong with a request, and where the standard would have the browser go with it; `None` is nowhere."""

    error: str
    description: str
    redirect_to: str | None


@dataclass(frozen=True, slots=True)
class AuthorizationEndpoint:
    """Begins what a person ends at the consent page."""

    database: Database
    clients: ClientDirectory
    refusals: ClientRefusals
    base_path: str

    async def begin(self, location: ServerLocation, given: dict[str, str], browser: str, peer: str) -> str:
        """Check the request and return where the browser goes: to the consent page, or back with an error.

        Only a client that an administrator registered is sent an error before a person saw a page of ours. Anybody
        can describe a client of any address, and links to us would then lead there (RFC 9700, 4.11.2).

        Raises:
            BadAuthorizationRequest: client or redirect address are not known to be right, so nobody goes anywhere.
            RateLimited: `peer` was refused too often.
        """
        lookup = await self.clients.find(given["client_id"], peer) if "client_id" in given else None
        if lookup is None or lookup.client is None:
            hint = lookup.problem if lookup else "The client_id is missing"
            await self.refusals.note(peer, ACTION, error="invalid_client")
            raise BadAuthorizationRequest(hint=hint)
        outcome = await asyncio.to_thread(_check, ProtocolFacts(location, client=lookup.client), given)
        if isinstance(outcome, AuthorizationRequest):
            return await self._keep(outcome, browser)
        await self.refusals.note(peer, ACTION, error=outcome.error)
        if outcome.redirect_to is None:
            raise BadAuthorizationRequest(hint="The redirect_uri is missing, or not one that this client has listed")
        if lookup.client.kind != "registered":
            raise BadAuthorizationRequest(hint=f"{outcome.error}: {outcome.description}".removesuffix(": "))
        return outcome.redirect_to

    async def _keep(self, checked: AuthorizationRequest, browser: str) -> str:
        moment = now()
        request = AccessRequest(
            id=new_id(),
            browser_hash=secret_hash(browser),
            client_id=checked.client_id,
            redirect_uri=checked.redirect_uri,
            scopes=checked.scopes,
            resource=checked.resource,
            state=checked.state,
            code_challenge=checked.code_challenge,
            created_at=moment,
            expires_at=moment + LIFETIME,
            decided_at=None,
        )
        async with self.database.writing() as session:
            await add_request(session, request)
        return f"{self.base_path}/console/connect/{request.id}"


def _check(facts: ProtocolFacts, given: dict[str, str]) -> AuthorizationRequest | AuthorizationRejection:
    server, request = GrantServer(facts), PlainRequest("GET", given, {})
    try:
        grant = server.get_consent_grant(request)
    except OAuth2Error as error:
        response: ProtocolResponse = server.handle_error_response(request, error)
        IssuerIdentification(facts.location).add_issuer_parameter(server, response)
        return AuthorizationRejection(error.error, error.description, response.location)
    return AuthorizationRequest(
        client_id=given["client_id"],
        redirect_uri=grant.redirect_uri,
        scopes=tuple(request.scope.split()),
        resource=resource_of(request, facts.location),
        state=given.get("state"),
        code_challenge=given.get("code_challenge"),
    )
