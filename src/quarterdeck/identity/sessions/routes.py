"""Sign in, stay signed in, sign out."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from fastapi import Request, Response

from quarterdeck.identity.authentication.cookies import give_session_cookies, refresh_cookie, take_cookies
from quarterdeck.identity.sessions import repository
from quarterdeck.identity.sessions.deps import TOKEN_BODY, SignInDep, TokenCredentials, TokenRefreshDep
from quarterdeck.identity.sessions.schemas import LoginIn, RefreshIn, SessionOut, SignInLinkIn, TokensOut
from quarterdeck.identity.sessions.service import end_session_of
from quarterdeck.identity.sessions.types import SignedIn
from quarterdeck.identity.web import CallersDep, SignedInPerson, SignInAttempt
from quarterdeck.infra.web.deps import ReadSession, SettingsDep, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.kit.clock import now
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/auth", tags=["authentication"])
PUBLIC: dict[str, Any] = {"security": []}


@router.post("/login", response_model=TokensOut, openapi_extra=PUBLIC, summary="Sign in")
async def login(
    origin: SignInAttempt, body: LoginIn, sign_in: SignInDep, settings: SettingsDep, response: Response
) -> SignedIn:
    """With `cookies: true` a console session begins and its cookie is set; else a refresh token is returned."""
    console = body.cookies or body.remember
    signed = await sign_in.by_password(body.username, body.password, origin, console=console, remember=body.remember)
    give_session_cookies(response, settings, signed)
    return signed


@router.post("/token", response_model=TokensOut, openapi_extra=PUBLIC | TOKEN_BODY, summary="Sign in for tokens")
async def create_token(origin: SignInAttempt, body: TokenCredentials, sign_in: SignInDep) -> SignedIn:
    """The same as `login`, with `email`; also as a form, for the documentation's Authorize button."""
    return await sign_in.by_password(body.email, body.password, origin, console=False)


@router.post("/refresh", response_model=TokensOut, openapi_extra=PUBLIC, summary="Renew tokens")
async def refresh_tokens(
    *,
    _origin: SignInAttempt,
    request: Request,
    token_refresh: TokenRefreshDep,
    settings: SettingsDep,
    response: Response,
    body: RefreshIn | None = None,
) -> SignedIn:
    """A refresh token works once. Sent twice, even at the same time, it ends the session it belongs to.

    Without a body the refresh cookie is used, and both cookies of the console session are set anew.
    """
    if body is not None:
        return await token_refresh.by_token(body.refresh_token)
    signed = await token_refresh.by_cookie(refresh_cookie(settings, request.cookies) or "")
    give_session_cookies(response, settings, signed)
    return signed


@router.post("/sign-in-link", response_model=TokensOut, openapi_extra=PUBLIC, summary="Sign in by a one-time link")
async def use_sign_in_link(
    origin: SignInAttempt, body: SignInLinkIn, sign_in: SignInDep, settings: SettingsDep, response: Response
) -> SignedIn:
    """Exchange the token of a link for a console session; it works once, for 15 minutes.

    A `password` becomes the account's, and ends its other sessions and what it granted to programs.
    """
    signed = await sign_in.by_link(body.token, body.password, origin)
    give_session_cookies(response, settings, signed)
    return signed


@router.post("/logout", status_code=204, summary="Sign out")
async def logout(
    caller: SignedInPerson, callers: CallersDep, settings: SettingsDep, response: Response, session: WriteSession
) -> None:
    """End the session of this cookie or token, with its refresh tokens, and remove every cookie."""
    await end_session_of(session, callers, caller, caller.user_id, caller.credential_id)
    take_cookies(response, settings)


@router.get("/sessions", summary="My sessions")
async def list_sessions(
    caller: SignedInPerson, page: PageDep, settings: SettingsDep, session: ReadSession
) -> ListOf[SessionOut]:
    moment = now()
    idle_since = moment - timedelta(minutes=settings.security.session_idle_minutes)
    found = await repository.page_of_sessions(session, page, caller.user_id, moment, idle_since)
    return _sessions_out(found, caller.credential_id)


@router.delete("/sessions/{session_id}", status_code=204, summary="End one of my sessions")
async def delete_session(
    caller: SignedInPerson, session_id: Identifier, callers: CallersDep, session: WriteSession
) -> None:
    await end_session_of(session, callers, caller, caller.user_id, session_id)


def _sessions_out(found: Page[Any], current: str) -> ListOf[SessionOut]:
    return ListOf[SessionOut].model_validate(
        found.map(lambda one: SessionOut(**asdict(one), ip=one.peer, current=one.id == current))
    )
