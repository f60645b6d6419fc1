"""`/oauth/*`: what the standards ask an authorization server to answer."""

from typing import Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from starlette.responses import JSONResponse, RedirectResponse

from quarterdeck.identity.authentication.location import required_location
from quarterdeck.identity.authentication.origin import peer_of
from quarterdeck.identity.oauth_server import standard
from quarterdeck.identity.oauth_server.clients.dynamic import BadRegistration, read_registration, register_dynamically
from quarterdeck.identity.oauth_server.cookies import browser_or_new, remember_browser
from quarterdeck.identity.oauth_server.deps import (
    AuthorizationEndpointDep,
    ClientRefusalsDep,
    LimitedByAddress,
    TokenEndpointDep,
)
from quarterdeck.identity.oauth_server.errors import BadAuthorizationRequest
from quarterdeck.identity.oauth_server.keys.routes import SigningKeysDep
from quarterdeck.identity.oauth_server.protocol import parameters
from quarterdeck.identity.oauth_server.protocol.authorize import ACTION
from quarterdeck.identity.oauth_server.protocol.parameters import BadParameters
from quarterdeck.identity.oauth_server.schemas import REGISTRATION, RegistrationOut, TokenOut
from quarterdeck.identity.oauth_server.standard import OAuthRoute
from quarterdeck.infra.web import json_body
from quarterdeck.infra.web.deps import DatabaseDep, ReadSession, SettingsDep
from quarterdeck.infra.web.route import DeckRouter

router = DeckRouter(prefix="/oauth", tags=["OAuth"], route_class=APIRoute, under="")
protocol = DeckRouter(prefix="/oauth", tags=["OAuth"], route_class=OAuthRoute, under="")

TOKEN_LIMIT = LimitedByAddress("create", "oauth-token", person=True)
ASKED = ("response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method")
CLIENT = ("client_id", "client_secret")
EXCHANGED = ("grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "scope", "resource", *CLIENT)


@router.get(
    "/authorize",
    status_code=302,
    response_class=RedirectResponse,
    openapi_extra=standard.query(*ASKED, "resource", required=("response_type", "client_id")),
    responses={400: {"description": "Client or redirect address may be wrong, or an unregistered client asks wrongly"}},
    dependencies=[Depends(LimitedByAddress("read", "oauth-authorize"))],
    summary="Ask a person for access",
)
async def oauth_authorize(
    request: Request, endpoint: AuthorizationEndpointDep, refusals: ClientRefusalsDep, settings: SettingsDep
) -> Response:
    """Leads the browser to the consent page, or back to a client that an administrator registered with an error.

    Other clients get errors of RFC 6749 only after a person saw that page.
    """
    peer = peer_of(request)
    try:
        given = parameters.read(request.query_params.multi_items())
    except BadParameters as error:
        await refusals.note(peer, ACTION, error="invalid_request")
        raise BadAuthorizationRequest(hint=error.description) from None
    browser = browser_or_new(settings, request.cookies)
    target = await endpoint.begin(required_location(request, settings), given, browser, peer)
    response = RedirectResponse(target, 302)
    remember_browser(response, settings, browser)
    return response


@protocol.post(
    "/token",
    response_model=TokenOut,
    openapi_extra=standard.form_body(*EXCHANGED, required=("grant_type",)),
    responses=standard.responses("The exchange is refused", 401),
    dependencies=[Depends(TOKEN_LIMIT)],
    summary="Exchange a code or a refresh token",
)
async def oauth_token(request: Request, endpoint: TokenEndpointDep, settings: SettingsDep) -> Response:
    """RFC 6749 with PKCE (RFC 7636) and resource indicators (RFC 8707)."""
    given = await standard.form_of(request)
    if "grant_type" not in given:
        raise BadParameters("grant_type is missing")
    location = required_location(request, settings)
    return standard.answered(await endpoint.exchange(location, given, client_headers(request), peer_of(request)))


@protocol.post(
    "/revoke",
    response_model=dict[str, Any],
    openapi_extra=standard.form_body("token", "token_type_hint", *CLIENT, required=("token",)),
    responses=standard.responses("The token is not taken back", 401),
    dependencies=[Depends(TOKEN_LIMIT)],
    summary="Give a token back",
)
async def oauth_revoke(request: Request, endpoint: TokenEndpointDep, settings: SettingsDep) -> Response:
    """RFC 7009. Ends everything that came of the same yes: access and refresh tokens."""
    given = await standard.form_of(request)
    location = required_location(request, settings)
    return standard.answered(await endpoint.revoke(location, given, client_headers(request), peer_of(request)))


@protocol.post(
    "/register",
    status_code=201,
    response_model=RegistrationOut,
    openapi_extra=REGISTRATION,
    responses=standard.responses("The registration is refused"),
    dependencies=[Depends(LimitedByAddress("auth", "oauth-register"))],
    summary="Register a client by itself",
)
async def oauth_register(
    request: Request, refusals: ClientRefusalsDep, settings: SettingsDep, database: DatabaseDep
) -> Response:
    """RFC 7591, for clients without a metadata document. Redirect addresses come from a list."""
    required_location(request, settings)
    body = json_body.loads(await request.body())
    try:
        wanted = read_registration(body, settings.security.oauth_redirect_hosts)
    except BadRegistration as error:
        await refusals.note(peer_of(request), "oauth.register", error=error.error)
        return standard.refusal(error.error, error.description)
    async with database.writing() as session:
        made = await register_dynamically(session, wanted)
    return JSONResponse(made, 201, standard.NO_STORE)


@router.get("/jwks", response_model=dict[str, Any], openapi_extra={"security": []}, summary="Public signing keys")
async def oauth_jwks(keys: SigningKeysDep, session: ReadSession) -> Response:
    """RFC 7517. Empty until the first token was signed."""
    published = await keys.published(session)
    return JSONResponse({"keys": published}, headers={"Cache-Control": "public, max-age=5"})


def client_headers(request: Request) -> dict[str, str]:
    """Return the one header that Authlib reads, by the name it reads it by."""
    authorization = request.headers.get("authorization")
    return {"Authorization": authorization} if authorization is not None else {}
