"""Who gets in at `/mcp`: our own host name, no foreign page, a known credential, and the scope of the tool called.

Refusals happen here, before the SDK, so that they look like those of every other route; only that a client learns
from `WWW-Authenticate` where to get a token, and for what (RFC 9728, RFC 6750).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from quarterdeck.actions.mcp.tools import Tool
from quarterdeck.identity.api import Caller, Identity
from quarterdeck.identity.oauth_server.addresses import ServerLocation, location_of
from quarterdeck.identity.sessions.errors import CrossSite
from quarterdeck.identity.web import caller_at_mcp, note_denial, refuse_cross_site, refuse_stranger
from quarterdeck.infra.web import json_body
from quarterdeck.infra.web.media import JSON, media_type
from quarterdeck.kit.errors import Forbidden, Misdirected, QuarterdeckError, Unauthenticated, UnsupportedMediaType


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who got in, and the body that was read to decide it."""

    caller: Caller
    body: bytes


class Refused(Exception):
    """Not let in; `challenge` tells a client what to do about it."""

    def __init__(self, error: QuarterdeckError, challenge: str | None = None) -> None:
        super().__init__(error.text)
        self.error, self.challenge = error, challenge


async def admit(request: Request, identity: Identity, tools: Mapping[str, Tool]) -> Admitted:
    """Let in, or raise `Refused`."""
    place = location_of(request, identity.settings)
    if place is None:
        raise Refused(Misdirected())
    await _refuse_foreign_page(request, identity)
    if media_type(request.headers.get("content-type", "")) != JSON:
        raise Refused(UnsupportedMediaType())
    caller = await _caller(request, identity, place)
    body = await request.body()
    try:
        _check_scope(caller, tools, json_body.loads(body), place)
    except Refused as refusal:
        note_denial(identity, request, caller, reason=refusal.error.code)
        raise
    return Admitted(caller, body)


async def _caller(request: Request, identity: Identity, place: ServerLocation) -> Caller:
    try:
        return await caller_at_mcp(request, identity, place)
    except Unauthenticated as error:
        offered = {"authorization", "x-api-key"} & set(request.headers.keys())
        raise Refused(error, _challenge(place, error="invalid_token" if offered else None)) from None


async def _refuse_foreign_page(request: Request, identity: Identity) -> None:
    """Refuse the pages of other sites; programs send no Origin."""
    try:
        refuse_cross_site(request, identity)
    except CrossSite as error:
        await refuse_stranger(request, identity, reason="cross_site")
        raise Refused(error) from None


def _check_scope(caller: Caller, tools: Mapping[str, Tool], message: Any, place: ServerLocation) -> None:
    """Refuse the call of a tool whose scope is missing, in the way that lets a client ask its person for more."""
    scope = _scope_of(message, tools)
    if scope is not None and scope not in caller.scopes:
        error = Forbidden(hint=f"This needs the scope `{scope}`")
        raise Refused(error, _challenge(place, error="insufficient_scope", scope=scope))


def _scope_of(message: Any, tools: Mapping[str, Tool]) -> str | None:
    if not isinstance(message, dict) or message.get("method") != "tools/call":
        return None
    parameters = message.get("params")
    name = parameters.get("name") if isinstance(parameters, dict) else None
    tool = tools.get(name) if isinstance(name, str) else None
    return tool.scope if tool is not None else None


def _challenge(place: ServerLocation, **fields: str | None) -> str:
    told = fields | {"resource_metadata": place.well_known("oauth-protected-resource", "/mcp")}
    return "Bearer " + ", ".join(f'{name}="{value}"' for name, value in told.items() if value)
