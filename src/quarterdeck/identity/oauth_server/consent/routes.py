"""Requests for access, for the consent page: read and answered by a person, in the browser they began in."""

from typing import Annotated

from fastapi import Depends, Request

from quarterdeck.identity.authentication.location import required_location
from quarterdeck.identity.authentication.origin import peer_of
from quarterdeck.identity.authentication.requests import refuse_cross_site
from quarterdeck.identity.oauth_server.clients.metadata import warnings_about
from quarterdeck.identity.oauth_server.clients.types import OAuthClient
from quarterdeck.identity.oauth_server.consent.schemas import (
    AccessRequestOut,
    AskedScope,
    AskingClient,
    DecisionIn,
    DecisionOut,
)
from quarterdeck.identity.oauth_server.consent.service import Consent, RequestAndClient
from quarterdeck.identity.oauth_server.cookies import consent_browser
from quarterdeck.identity.oauth_server.errors import RequestNotFound
from quarterdeck.identity.oauth_server.redirects import host_of
from quarterdeck.identity.oauth_server.requests.types import AccessRequest
from quarterdeck.identity.oauth_server.scopes import described
from quarterdeck.identity.web import RefusalsDep, SignedInPerson
from quarterdeck.infra.web.deps import SettingsDep, part
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier

router = DeckRouter(prefix="/oauth/requests", tags=["OAuth"])

ConsentDep = Annotated[Consent, Depends(part("identity.oauth.consent"))]


async def own_request(
    request: Request,
    caller: SignedInPerson,
    request_id: Identifier,
    consent: ConsentDep,
    settings: SettingsDep,
    refusals: RefusalsDep,
) -> RequestAndClient:
    """Return the request if it began in this browser; anybody else's does not exist."""
    browser = consent_browser(settings, request.cookies)
    try:
        return await consent.waiting(request_id, browser or "", peer_of(request))
    except RequestNotFound:
        refusals.note(request, caller, reason="not_this_browser")
        raise


OwnRequest = Annotated[RequestAndClient, Depends(own_request)]


@router.get("/{request_id}", summary="Who asks me for access, and to what")
async def read_access_request(caller: SignedInPerson, found: OwnRequest) -> AccessRequestOut:
    request, client = found
    asked = described(frozenset(request.scopes) & client.scopes & caller.scopes)
    return AccessRequestOut(
        client=_asking(client, request),
        scopes=[AskedScope.model_validate({"name": name, "description": text}) for name, text in asked],
        resource=request.resource,
        expires_at=request.expires_at,
        warnings=warnings_about(client, request.redirect_uri),
    )


@router.post("/{request_id}/decision", summary="Answer a request for access")
async def decide_access_request(
    request: Request,
    caller: SignedInPerson,
    found: OwnRequest,
    body: DecisionIn,
    consent: ConsentDep,
    settings: SettingsDep,
) -> DecisionOut:
    """Works once, within ten minutes, and in the browser that the request began in."""
    refuse_cross_site(request, settings)
    asked = found[0].scopes if body.scopes is None else body.scopes
    chosen = frozenset(asked) if body.allow else None
    location = required_location(request, settings)
    return DecisionOut(redirect_to=await consent.decide(location, caller, found, chosen))


def _asking(client: OAuthClient, request: AccessRequest) -> AskingClient:
    described_there = client.kind == "metadata" and host_of(client.client_id) == host_of(request.redirect_uri)
    return AskingClient(
        id=client.client_id,
        name=client.name,
        redirect_host=host_of(request.redirect_uri),
        kind=client.kind,
        verified=client.kind == "registered" or described_there,
    )
