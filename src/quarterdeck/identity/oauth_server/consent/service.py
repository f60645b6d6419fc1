"""A person's yes or no to a waiting request: a grant and its code, or an error for the client; and the way back."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from authlib.oauth2 import OAuth2Error

from quarterdeck.identity.audit.changes import record_change
from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.authentication.location import ServerLocation
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.oauth_server.clients import repository as clients
from quarterdeck.identity.oauth_server.clients.lookup import ClientDirectory
from quarterdeck.identity.oauth_server.clients.service import add_new_client
from quarterdeck.identity.oauth_server.clients.types import OAuthClient
from quarterdeck.identity.oauth_server.errors import ChooseScopes, RequestNotFound
from quarterdeck.identity.oauth_server.event_types import GRANT_CREATED
from quarterdeck.identity.oauth_server.grants import repository as grants
from quarterdeck.identity.oauth_server.protocol.facts import Decision, ProtocolFacts, ProtocolResponse
from quarterdeck.identity.oauth_server.protocol.server import GrantServer
from quarterdeck.identity.oauth_server.protocol.views import PlainRequest
from quarterdeck.identity.oauth_server.redirects import host_of
from quarterdeck.identity.oauth_server.requests import repository as requests
from quarterdeck.identity.oauth_server.requests.types import AccessRequest
from quarterdeck.identity.oauth_server.scopes import in_order
from quarterdeck.identity.secrets import secret_hash
from quarterdeck.infra.database import Database, Session
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

CODE_LIFETIME: Final = timedelta(seconds=60)

RequestAndClient = tuple[AccessRequest, OAuthClient]


@dataclass(frozen=True, slots=True)
class Consent:
    """Shows a waiting request to the person in its browser, and carries out their answer."""

    database: Database
    clients: ClientDirectory

    async def waiting(self, request_id: str, browser: str, peer: str) -> RequestAndClient:
        """Return a waiting request of this browser, and who makes it. Raises `RequestNotFound`."""
        async with self.database.reading() as session:
            request = await requests.waiting_request(session, request_id, secret_hash(browser), now())
        if request is None:
            raise RequestNotFound
        lookup = await self.clients.find(request.client_id, peer)
        if lookup.client is None:
            raise RequestNotFound(hint=lookup.problem)
        return request, lookup.client

    async def decide(
        self, location: ServerLocation, caller: Caller, found: RequestAndClient, chosen: frozenset[str] | None
    ) -> str:
        """Answer a request once and return where the browser goes; `chosen` is `None` for a no.

        Raises:
            ChooseScopes: a yes to nothing.
            RequestNotFound: it was answered in the meantime.
        """
        request, client = found
        scopes = _granted(request, client, caller, chosen) if chosen is not None else None
        facts = ProtocolFacts(location, client=client)
        response, decision = await asyncio.to_thread(_answer, facts, request, scopes, caller.user_id)
        async with self.database.writing() as session:
            if not await requests.decide(session, request.id, request.browser_hash, now()):
                raise RequestNotFound
            if decision.new_code is not None and scopes is not None:
                await _write_grant(session, caller, found, scopes, decision.new_code)
            else:
                await audit(session, caller, "oauth.consent", "oauth_request", request.id, "denied", kind=client.kind)
        return response.location or request.redirect_uri


def _granted(request: AccessRequest, client: OAuthClient, caller: Caller, chosen: frozenset[str]) -> tuple[str, ...]:
    """Return what was asked for, chosen, still the client's to ask for and the person's to give."""
    scopes = tuple(in_order(chosen & frozenset(request.scopes) & client.scopes & caller.scopes))
    if not scopes:
        raise ChooseScopes
    return scopes


def _answer(
    facts: ProtocolFacts, request: AccessRequest, scopes: tuple[str, ...] | None, user_id: str
) -> tuple[ProtocolResponse, Decision]:
    """Check the request anew, since the client may have changed in the meantime, and answer it."""
    server = GrantServer(facts)
    plain = PlainRequest("POST", request.parameters(scopes or request.scopes), {})
    try:
        grant = server.get_consent_grant(plain, user_id)
    except OAuth2Error as error:
        raise RequestNotFound(hint=f"The client no longer allows it ({error.error})") from None
    response: ProtocolResponse = server.create_authorization_response(plain, user_id if scopes else None, grant)
    return response, server.decision


async def _write_grant(
    session: Session, caller: Caller, found: RequestAndClient, scopes: tuple[str, ...], code: str
) -> None:
    request, client = found[0], await _kept_client(session, caller, found[1])
    moment, grant_id = now(), new_id()
    row = {
        "id": grant_id,
        "user_id": caller.user_id,
        "client": client.id,
        "scopes": list(scopes),
        "resource": request.resource,
        "redirect_host": host_of(request.redirect_uri),
        "created_at": moment,
        "last_used_at": None,
        "expires_at": moment + CODE_LIFETIME,  # prolonged when the code is exchanged
        "ended_at": None,
    }
    await grants.add_grant(session, row)
    await grants.add_code(session, _code_row(request, grant_id, code))
    await record_change(
        session,
        caller,
        GRANT_CREATED,
        grant_id,
        user_id=caller.user_id,
        data={"client_name": client.name, "redirect_host": row["redirect_host"], "scopes": list(scopes)},
        kind=client.kind,
        scopes=list(scopes),
        resource=request.resource,
    )


async def _kept_client(session: Session, caller: Caller, client: OAuthClient) -> OAuthClient:
    """Return the client as it is in the database; one with a document is brought there, or up to date."""
    if client.kind != "metadata":
        return client
    kept = await clients.client_named(session, client.client_id)
    if kept is None:
        await add_new_client(session, caller, client)
        return client
    newest = replace(kept, name=client.name, redirect_uris=client.redirect_uris, scopes=client.scopes)
    await clients.change_client(session, newest)
    return newest


def _code_row(request: AccessRequest, grant_id: str, code: str) -> dict[str, object]:
    return {
        "code_hash": secret_hash(code),
        "grant_id": grant_id,
        "redirect_uri": request.redirect_uri,
        "code_challenge": request.code_challenge,
        "expires_at": now() + CODE_LIFETIME,
        "used_at": None,
    }
