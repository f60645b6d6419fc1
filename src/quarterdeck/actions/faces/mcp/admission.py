"""Who gets in at `/mcp`: our own host name, no foreign page, a known credential, and the scope of the tool called.

Refusals happen here, before the SDK, so that they look like those of every other route; only that a client learns
from `WWW-Authenticate` where to get a token, and for what (RFC 9728, RFC 6750).
"""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from quarterdeck.actions.context import Context
from quarterdeck.identity.api import Caller
from quarterdeck.identity.web import CrossSite, RequestAuthenticator, ServerLocation, location_of, refuse_cross_site
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web import json_body
from quarterdeck.infra.web.media import JSON, media_type
from quarterdeck.kit.errors import Forbidden, Misdirected, QuarterdeckError, Unauthenticated, UnsupportedMediaType
from quarterdeck.kit.tools import Catalogue


@dataclass(frozen=True, slots=True)
class Admission:
    """Who may go on, which actions there are for them, and the body that was read to decide it."""

    caller: Caller
    permitted: Catalogue[Context]
    body: bytes


class NotAdmitted(Exception):
    """Carries the answer's error; `challenge` tells a client what to do about it."""

    def __init__(self, error: QuarterdeckError, challenge: str | None = None) -> None:
        super().__init__(error.text)
        self.error, self.challenge = error, challenge


async def admit(
    request: Request, settings: Settings, requests: RequestAuthenticator, catalogue: Catalogue[Context]
) -> Admission:
    """Let in, or raise `NotAdmitted`."""
    place = location_of(request, settings)
    if place is None:
        raise NotAdmitted(Misdirected())
    await _refuse_foreign_page(request, settings, requests)
    if media_type(request.headers.get("content-type", "")) != JSON:
        raise NotAdmitted(UnsupportedMediaType())
    caller = await _caller(request, requests, place)
    body = await request.body()
    permitted = catalogue.permitted_to(caller.scopes)
    try:
        _refuse_missing_scope(catalogue, permitted, json_body.loads(body), place)
    except NotAdmitted as refusal:
        requests.refusals.note(request, caller, reason=refusal.error.code)
        raise
    return Admission(caller, permitted, body)


async def _caller(request: Request, requests: RequestAuthenticator, place: ServerLocation) -> Caller:
    try:
        return await requests.at_mcp(request, place)
    except Unauthenticated as error:
        offered = {"authorization", "x-api-key"} & set(request.headers.keys())
        raise NotAdmitted(error, _challenge(place, error="invalid_token" if offered else None)) from None


async def _refuse_foreign_page(request: Request, settings: Settings, requests: RequestAuthenticator) -> None:
    """Refuse the pages of other sites; programs send no Origin."""
    try:
        refuse_cross_site(request, settings)
    except CrossSite as error:
        await requests.refusals.note_stranger(request, reason="cross_site")
        raise NotAdmitted(error) from None


def _refuse_missing_scope(
    catalogue: Catalogue[Context], permitted: Catalogue[Context], message: Any, place: ServerLocation
) -> None:
    """Refuse the call of an action whose scope is missing, in the way that lets a client ask its person for more."""
    name = _called(message)
    if name in catalogue and name not in permitted:
        scope = catalogue[name].scope
        error = Forbidden(hint=f"This needs the scope `{scope}`")
        raise NotAdmitted(error, _challenge(place, error="insufficient_scope", scope=scope))


def _called(message: Any) -> str:
    """Name the action that is called, or nothing."""
    if not isinstance(message, dict) or message.get("method") != "tools/call":
        return ""
    parameters = message.get("params")
    name = parameters.get("name") if isinstance(parameters, dict) else None
    return name if isinstance(name, str) else ""


def _challenge(place: ServerLocation, **fields: str | None) -> str:
    told = fields | {"resource_metadata": place.well_known("oauth-protected-resource", "/mcp")}
    return "Bearer " + ", ".join(f'{name}="{value}"' for name, value in told.items() if value)
