"""`/oauth/*`: what the standards ask an authorization server to answer."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse, RedirectResponse

from quarterdeck.identity.authentication.location import required_location
from quarterdeck.identity.authentication.origin import peer_of
from quarterdeck.identity.oauth_server import standard
from quarterdeck.identity.oauth_server.clients.dynamic import BadRegistration, read_registration, register_dynamically
from quarterdeck.identity.oauth_server.cookies import browser_or_new, remember_browser
from quarterdeck.identity.oauth_server.errors import BadAuthorizationRequest
from quarterdeck.identity.oauth_server.protocol import parameters
from quarterdeck.identity.oauth_server.protocol.authorize import ACTION, begin
from quarterdeck.identity.oauth_server.protocol.parameters import BadParameters
from quarterdeck.identity.oauth_server.protocol.refusals import note_refusal
from quarterdeck.identity.oauth_server.protocol.token import answer_revoke, answer_token
from quarterdeck.identity.oauth_server.registration import REGISTRATION, RegistrationOut
from quarterdeck.identity.oauth_server.standard import OAuthRoute, TokenOut
from quarterdeck.identity.web import IdentityDep
from quarterdeck.infra.web import json_body
from quarterdeck.infra.web.deps import ReadSession

router = APIRouter(prefix="/oauth", tags=["OAuth"])
protocol = APIRouter(prefix="/oauth", tags=["OAuth"], route_class=OAuthRoute)

ASKED = ("response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method")
CLIENT = ("client_id", "client_secret")
EXCHANGED = ("grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "scope", "resource", *CLIENT)


@router.get(
    "/authorize",
    status_code=302,
    response_class=RedirectResponse,
    openapi_extra=standard.query(*ASKED, "resource", required=("response_type", "client_id")),
    responses={400: {"description": "Client or redirect address may be wrong, or an unregistered client asks wrongly"}},
    summary="Ask a person for access",
)
async def oauth_authorize(request: Request, identity: IdentityDep) -> Response:
    """Leads the browser to the consent page, or back to a client that an administrator registered with an error.

    Other clients get errors of RFC 6749 only after a person saw that page.
    """
    settings, peer = identity.settings, peer_of(request)
    await identity.limiter.hit("read", f"oauth-authorize:{peer}")
    try:
        given = parameters.read(request.query_params.multi_items())
    except BadParameters as error:
        await note_refusal(identity, peer, ACTION, error="invalid_request")
        raise BadAuthorizationRequest(hint=error.description) from None
    browser = browser_or_new(settings, request.cookies)
    target = await begin(identity, required_location(request, settings), given, browser, peer)
    response = RedirectResponse(target, 302)
    remember_browser(response, settings, browser)
    return response


@protocol.post(
    "/token",
    response_model=TokenOut,
    openapi_extra=standard.form_body(*EXCHANGED, required=("grant_type",)),
    responses=standard.responses("The exchange is refused", 401),
    summary="Exchange a code or a refresh token",
)
async def oauth_token(request: Request, identity: IdentityDep) -> Response:
    """RFC 6749 with PKCE (RFC 7636) and resource indicators (RFC 8707)."""
    await identity.limiter.hit("create", f"oauth-token:{peer_of(request)}", person=True)
    given = await standard.form_of(request)
    if "grant_type" not in given:
        raise BadParameters("grant_type is missing")
    location = required_location(request, identity.settings)
    return standard.answered(await answer_token(identity, location, given, client_headers(request), peer_of(request)))


@protocol.post(
    "/revoke",
    response_model=dict[str, Any],
    openapi_extra=standard.form_body("token", "token_type_hint", *CLIENT, required=("token",)),
    responses=standard.responses("The token is not taken back", 401),
    summary="Give a token back",
)
async def oauth_revoke(request: Request, identity: IdentityDep) -> Response:
    """RFC 7009. Ends everything that came of the same yes: access and refresh tokens."""
    await identity.limiter.hit("create", f"oauth-token:{peer_of(request)}", person=True)
    given = await standard.form_of(request)
    location = required_location(request, identity.settings)
    return standard.answered(await answer_revoke(identity, location, given, client_headers(request), peer_of(request)))


@protocol.post(
    "/register",
    status_code=201,
    response_model=RegistrationOut,
    openapi_extra=REGISTRATION,
    responses=standard.responses("The registration is refused"),
    summary="Register a client by itself",
)
async def oauth_register(request: Request, identity: IdentityDep) -> Response:
    """RFC 7591, for clients without a metadata document. Redirect addresses come from a list."""
    await identity.limiter.hit("auth", f"oauth-register:{peer_of(request)}")
    required_location(request, identity.settings)
    body = json_body.loads(await request.body())
    try:
        wanted = read_registration(body, identity.settings.security.oauth_redirect_hosts)
    except BadRegistration as error:
        await note_refusal(identity, peer_of(request), "oauth.register", error=error.error)
        return standard.refusal(error.error, error.description)
    async with identity.database.writing() as session:
        made = await register_dynamically(session, wanted)
    return JSONResponse(made, 201, standard.NO_STORE)


@router.get("/jwks", response_model=dict[str, Any], openapi_extra={"security": []}, summary="Public signing keys")
async def oauth_jwks(identity: IdentityDep, session: ReadSession) -> Response:
    """RFC 7517. Empty until the first token was signed."""
    keys = await identity.oauth.keys.published(session)
    return JSONResponse({"keys": keys}, headers={"Cache-Control": "public, max-age=5"})


def client_headers(request: Request) -> dict[str, str]:
    """Return the one header that Authlib reads, by the name it reads it by."""
    authorization = request.headers.get("authorization")
    return {"Authorization": authorization} if authorization is not None else {}
