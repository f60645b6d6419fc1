"""What is special about routes that a browser is sent to: failures become a page, and a provider leads back here."""

import re
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse

from quarterdeck.identity.authentication.cookies import AUTH_PATH
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
