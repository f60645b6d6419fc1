"""Who is at the door: what every socket asks before it opens, WebSocket and Socket.IO alike."""

from dataclasses import replace
from typing import Any

from starlette.requests import HTTPConnection

from quarterdeck.identity.api_keys.format import PREFIX as KEY_PREFIX
from quarterdeck.identity.audit.service import audit_soon
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.credentials import PresentedCredential
from quarterdeck.identity.door.address import in_address
from quarterdeck.identity.door.admitted import Admitted
from quarterdeck.identity.door.errors import (
    BadFirstMessage,
    BadTicket,
    ForeignPage,
    NoSubprotocols,
    NotForAddresses,
)
from quarterdeck.identity.oauth_server.addresses import location_of
from quarterdeck.identity.roles import Scope
from quarterdeck.identity.runtime import Identity
from quarterdeck.identity.sessions.errors import CrossSite
from quarterdeck.identity.tickets.service import use_ticket
from quarterdeck.identity.tokens.access import ACCESS
from quarterdeck.identity.web import peer_of, presented_credential, refuse_cross_site
from quarterdeck.infra.web import json_body
from quarterdeck.kit.errors import BadRequest, Forbidden, QuarterdeckError, Unauthenticated

LONGEST_MESSAGE = 8_192
LONGEST_OBJECT = 128


async def knock(
    connection: HTTPConnection, identity: Identity, path: str, scope: Scope | None = None
) -> Admitted | None:
    """Let in who opens the socket at `path`, or return `None` when they have not said yet who they are.

    In order: `Authorization` or `X-API-Key`, `?ticket=`, `?token=`, the console's cookie. The first that is there
    decides, right or wrong.

    Raises:
        Unauthenticated, Forbidden, BadRequest, RateLimited: and nobody gets in.
    """
    try:
        _refuse_foreign_pages(connection, identity)
        _refuse_subprotocols(connection)
        shown = await _shown(connection, identity, path)
        admitted = await Admitted.by(identity, shown, scope) if shown is not None else None
    except (Unauthenticated, Forbidden) as refusal:
        await note_refusal(connection, identity, path, refusal)
        raise
    return await _with_scope(connection, identity, path, admitted) if admitted is not None else None


async def first_message(
    connection: HTTPConnection, identity: Identity, path: str, text: str, scope: Scope | None = None
) -> Admitted:
    """Let in who says in the first message who they are. Raises as `knock` does."""
    try:
        shown = replace(shown_in_message(text), place=location_of(connection, identity.settings))
        admitted = await Admitted.by(identity, shown, scope)
    except Unauthenticated as refusal:
        await note_refusal(connection, identity, path, refusal)
        raise
    return await _with_scope(connection, identity, path, admitted)


def shown_in_message(text: str) -> PresentedCredential:
    """Read `{"type": "auth", "token": …}`. Raises `BadFirstMessage`."""
    try:
        message: Any = json_body.loads(text.encode()) if len(text) <= LONGEST_MESSAGE else None
    except (BadRequest, UnicodeEncodeError):
        raise BadFirstMessage from None
    if not isinstance(message, dict) or message.get("type") != "auth" or not isinstance(message.get("token"), str):
        raise BadFirstMessage
    return PresentedCredential("bearer", message["token"])


async def note_refusal(
    connection: HTTPConnection,
    identity: Identity,
    path: str,
    refusal: QuarterdeckError,
    caller: Caller | None = None,
) -> None:
    """Count a refusal against the address it came from when nobody is known, and keep it in the audit log.

    Raises:
        RateLimited: past the limit nothing more is written.
    """
    if caller is None:
        await identity.limiter.hit_anonymous(peer_of(connection))
    about = path[:LONGEST_OBJECT]
    audit_soon(identity.deferred_writes, caller, "socket.refused", "socket", about, "denied", reason=refusal.code)


async def _with_scope(connection: HTTPConnection, identity: Identity, path: str, admitted: Admitted) -> Admitted:
    try:
        admitted.refuse_without_scope()
    except Forbidden as refusal:
        await note_refusal(connection, identity, path, refusal, admitted.caller)
        raise
    return admitted


def _refuse_foreign_pages(connection: HTTPConnection, identity: Identity) -> None:
    """Browsers always name the page's origin; a program that names none brings no cookie either."""
    try:
        refuse_cross_site(connection, identity)
    except CrossSite:
        raise ForeignPage from None


def _refuse_subprotocols(connection: HTTPConnection) -> None:
    """Pages that cannot send headers like to pass tokens as subprotocols, which proxies log."""
    if "sec-websocket-protocol" in connection.headers:
        raise NoSubprotocols


async def _shown(connection: HTTPConnection, identity: Identity, path: str) -> PresentedCredential | None:
    named = in_address(connection.scope).only()
    shown = presented_credential(connection, identity.settings)
    if shown is not None and shown.kind != "cookie":
        return shown
    if named is not None:
        return replace(await _from_address(identity, path, *named), place=location_of(connection, identity.settings))
    if shown is not None and "origin" not in connection.headers:
        raise ForeignPage("A socket that shows a cookie must say which page it is opened by")
    return shown


async def _from_address(identity: Identity, path: str, parameter: str, value: str) -> PresentedCredential:
    if parameter == "ticket":
        behind = await use_ticket(identity, value, path)
        if behind is None:
            raise BadTicket
        return behind
    claims = None if value.startswith(KEY_PREFIX) else identity.tokens.read(value)
    if claims is None or claims.kind != ACCESS:
        raise NotForAddresses
    return PresentedCredential("bearer", value)
