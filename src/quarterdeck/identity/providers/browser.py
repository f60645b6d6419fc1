"""What is special about routes that a browser is sent to: failures become a page, and the browser is known again."""

import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse

from quarterdeck.identity.authentication.cookies import AUTH_PATH, browser_cookie
from quarterdeck.identity.authentication.origin import Origin, origin_of
from quarterdeck.identity.runtime import Identity
from quarterdeck.identity.web import IdentityDep
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web.accept import asks_for_html
from quarterdeck.infra.web.deps import parts_of
from quarterdeck.infra.web.route import DeckRoute
from quarterdeck.kit.errors import BadRequest, Invalid, QuarterdeckError

SIGN_IN_PAGE = "/console/sign-in"
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
SEE_OTHER = 303


class BrowserRoute(DeckRoute):
    """Sends a person who meets an error back to the console with its code; programs get the one error shape."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def answer_or_lead_back(request: Request) -> Response:
            try:
                return await answer(request)
            except (QuarterdeckError, RequestValidationError) as error:
                if not asks_for_html(request.headers.get("accept", "")):
                    raise
                code = error.code if isinstance(error, QuarterdeckError) else Invalid.code
                return to_console(request, getattr(request.state, "error_page", SIGN_IN_PAGE), error=code)

        return answer_or_lead_back


def to_console(request: Request, page: str, **query: str) -> RedirectResponse:
    settings: Settings = parts_of(request).settings
    return RedirectResponse(f"{settings.server.base_path}{page}?{urlencode(query)}", SEE_OTHER)


def callback_of(request: Request, settings: Settings, provider: str) -> str:
    """Return our callback address as a provider must know it.

    Without `BASE_URL` it is the address that the browser called. A provider only accepts registered ones, and in
    production `BASE_URL` is required.
    """
    address, host = settings.public_address, request.headers.get("host", "")
    if not address:
        if not HOST.fullmatch(host):
            raise BadRequest("The Host header cannot be read")
        address = f"{request.url.scheme}://{host}{settings.server.base_path}"
    return f"{address}{AUTH_PATH}/{provider}/callback"


class CountedStep:
    """Counts one step of a sign-in, each kind of step for itself, so that a whole sign-in fits in the limit."""

    def __init__(self, step: str) -> None:
        self.step = step

    async def __call__(self, request: Request) -> Origin:
        identity: Identity = parts_of(request).identity
        origin = origin_of(request)
        request.scope["state"]["rate_limit"] = await identity.limiter.hit("auth", f"{self.step}:{origin.peer}")
        return origin


async def browser_of(request: Request, identity: IdentityDep) -> str:
    """Return the secret that this browser got when its sign-in began; empty when it brings none."""
    return browser_cookie(identity.settings, request.cookies) or ""


LoginStep = Annotated[Origin, Depends(CountedStep("login"))]
CallbackStep = Annotated[Origin, Depends(CountedStep("callback"))]
RedirectStep = Annotated[Origin, Depends(CountedStep("redirect"))]
Browser = Annotated[str, Depends(browser_of)]
