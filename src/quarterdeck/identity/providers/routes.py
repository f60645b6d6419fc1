"""Sign in through a provider: the addresses a browser is sent to, the exchange at the end, and one's own identities."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from quarterdeck.identity.authentication.cookies import (
    AUTH_PATH,
    give_browser_cookie,
    give_session_cookies,
    take_browser_cookie,
)
from quarterdeck.identity.providers import repository
from quarterdeck.identity.providers.browser import SEE_OTHER, BrowserRoute, callback_of
from quarterdeck.identity.providers.deps import (
    Browser,
    CallbackStep,
    LoginStep,
    ProviderAccountsDep,
    ProviderName,
    ProvidersDep,
    ProviderSignInDep,
    RedirectStep,
    ReturnedDep,
)
from quarterdeck.identity.providers.safe_redirect import HOME
from quarterdeck.identity.providers.schemas import (
    IdentityOut,
    LinkIn,
    LinkOut,
    ProviderOut,
    ProvidersOut,
    ReturnTo,
    TemporaryTokenIn,
    WelcomeOut,
)
from quarterdeck.identity.providers.service import FlowFinished, RedeemedLogin
from quarterdeck.identity.providers.types import LinkedIdentity
from quarterdeck.identity.sessions.schemas import Secret
from quarterdeck.identity.web import SecretChanger, SignedInPerson, SignInAttempt
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web.deps import ReadSession, SettingsDep, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/auth", tags=["authentication"])
browser_router = DeckRouter(prefix="/auth", tags=["authentication"], route_class=BrowserRoute)
account_router = DeckRouter(prefix="/auth", tags=["authentication"])
PUBLIC: dict[str, Any] = {"security": []}
REDIRECT: dict[str, Any] = {
    "openapi_extra": PUBLIC,
    "status_code": SEE_OTHER,
    "response_class": RedirectResponse,
}


@router.get("/providers", openapi_extra=PUBLIC, summary="List the providers to sign in with")
async def list_providers(providers: ProvidersDep) -> ProvidersOut:
    return ProvidersOut(items=[ProviderOut(name=each.name, label=each.label) for each in providers])


@browser_router.get("/{provider}/login", **REDIRECT, summary="Go to a provider to sign in")
async def go_to_provider(
    _origin: LoginStep,
    request: Request,
    provider: ProviderName,
    sign_in: ProviderSignInDep,
    settings: SettingsDep,
    *,
    return_to: ReturnTo = HOME,
) -> RedirectResponse:
    """Send the browser here, not a script. Errors lead to the console's sign-in page as `?error=CODE`."""
    callback = callback_of(request, settings, provider)
    started = await sign_in.begin(provider, return_to, callback)
    response = RedirectResponse(started.url, SEE_OTHER)
    give_browser_cookie(response, settings, started.browser)
    return response


@browser_router.get("/{provider}/callback", **REDIRECT, summary="Come back from a provider")
async def come_back(
    _origin: CallbackStep,
    request: Request,
    provider: ProviderName,
    returned: ReturnedDep,
    browser: Browser,
    sign_in: ProviderSignInDep,
    settings: SettingsDep,
) -> RedirectResponse:
    """Where the provider sends the browser; it goes on to `login-success-redirect`, or to the page that linked."""
    begun = await sign_in.take(provider, returned, browser)
    if begun.user_id is not None:
        request.state.error_page = begun.return_to.partition("?")[0]
    finished = await sign_in.finish(begun, returned, browser)
    return RedirectResponse(_next_address(settings.server.base_path, finished), SEE_OTHER)


@browser_router.get("/login-success-redirect", **REDIRECT, summary="Hand a finished sign-in to the console")
async def hand_to_console(
    _origin: RedirectStep,
    token: Annotated[Secret, Query()],
    browser: Browser,
    sign_in: ProviderSignInDep,
    settings: SettingsDep,
) -> RedirectResponse:
    """Leads to the console with the token behind the `#`, which browsers keep to themselves."""
    page = await sign_in.waiting_page(token, browser)
    fragment = urlencode({"token": token, "return_to": page})
    return RedirectResponse(f"{settings.server.base_path}/console/signed-in#{fragment}", SEE_OTHER)


@router.post("/validate-token", openapi_extra=PUBLIC, summary="Exchange a temporary token for a session")
async def validate_token(
    origin: SignInAttempt,
    body: TemporaryTokenIn,
    browser: Browser,
    sign_in: ProviderSignInDep,
    settings: SettingsDep,
    response: Response,
) -> WelcomeOut:
    """Works once, for 60 seconds, in the browser that began the sign-in; sets the session's cookies."""
    return _welcomed(response, settings, await sign_in.redeem(body.token, browser, origin))


@router.get("/validate-token", openapi_extra=PUBLIC, summary="Exchange a temporary token named in the address")
async def validate_token_in_address(
    origin: SignInAttempt,
    token: Annotated[Secret, Query()],
    browser: Browser,
    sign_in: ProviderSignInDep,
    settings: SettingsDep,
    response: Response,
) -> WelcomeOut:
    """The same as the POST, which keeps the token out of addresses and is to be preferred."""
    return _welcomed(response, settings, await sign_in.redeem(token, browser, origin))


@account_router.get("/identities", response_model=ListOf[IdentityOut], summary="My identities at providers")
async def list_identities(caller: SignedInPerson, page: PageDep, session: ReadSession) -> Page[LinkedIdentity]:
    return await repository.page_of_identities(session, page, caller.user_id)


@account_router.delete("/identities/{identity_id}", status_code=204, summary="Unlink one of my identities")
async def delete_identity(
    caller: SignedInPerson, identity_id: Identifier, accounts: ProviderAccountsDep, session: WriteSession
) -> None:
    """Refused for the last way in: set a password or link another provider first."""
    await accounts.unlink(session, caller, identity_id)


@account_router.post("/{provider}/link", summary="Link an identity at a provider to my account")
async def link_identity(
    caller: SecretChanger,
    request: Request,
    provider: ProviderName,
    body: LinkIn,
    sign_in: ProviderSignInDep,
    settings: SettingsDep,
    response: Response,
) -> LinkOut:
    """Sets the cookie that knows this browser again, within ten minutes; you must still be signed in then."""
    callback = callback_of(request, settings, provider)
    started = await sign_in.begin(provider, body.return_to, callback, caller)
    give_browser_cookie(response, settings, started.browser)
    return LinkOut(redirect_to=started.url)


def _welcomed(response: Response, settings: Settings, redeemed: RedeemedLogin) -> WelcomeOut:
    give_session_cookies(response, settings, redeemed.signed)
    take_browser_cookie(response, settings)
    tokens = {"access_token": None, "refresh_token": None, "expires_in": redeemed.signed.expires_in}
    return WelcomeOut.model_validate(tokens | {"user": redeemed.user, "return_to": redeemed.return_to})


def _next_address(base_path: str, finished: FlowFinished) -> str:
    if finished.token is None:
        return (
            finished.return_to if finished.return_to.startswith(f"{base_path}/") else f"{base_path}{finished.return_to}"
        )
    return f"{base_path}{AUTH_PATH}/login-success-redirect?{urlencode({'token': finished.token})}"
