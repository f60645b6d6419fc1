"""Who opens a socket, by the headers and the query of its handshake: for WebSocket and Socket.IO alike."""

from dataclasses import replace
from typing import Any

from starlette.requests import HTTPConnection

from quarterdeck.identity.api_keys.format import PREFIX as KEY_PREFIX
from quarterdeck.identity.audit.service import audit_soon
from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.identity.authentication.errors import (
    CredentialNotForAddresses,
    CrossSite,
    ForeignOrigin,
    InvalidFirstMessage,
    InvalidTicket,
    NoSubprotocols,
)
from quarterdeck.identity.authentication.location import location_of
from quarterdeck.identity.authentication.origin import peer_of
from quarterdeck.identity.authentication.query_credentials import query_credentials
from quarterdeck.identity.authentication.request import presented_credential, refuse_cross_site
from quarterdeck.identity.authentication.stream import StreamAuthentication
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.roles import Scope
from quarterdeck.identity.runtime import Identity
from quarterdeck.identity.sessions.access_tokens import ACCESS
from quarterdeck.identity.tickets.service import use_ticket
from quarterdeck.infra.web import json_body
from quarterdeck.kit.errors import BadRequest, Forbidden, QuarterdeckError, Unauthenticated

LONGEST_MESSAGE = 8_192
LONGEST_OBJECT = 128


async def authenticate_handshake(
    connection: HTTPConnection, identity: Identity, path: str, scope: Scope | None = None
) -> StreamAuthentication | None:
    """Let in who opens the socket at `path`, or return `None` when they have not said yet who they are.

    In order: `Authorization` or `X-API-Key`, `?ticket=`, `?token=`, the console's cookie. The first that is there
    decides, right or wrong.

    Raises:
        Unauthenticated, Forbidden, BadRequest, RateLimited: and nobody gets in.
    """
    try:
        _refuse_foreign_origins(connection, identity)
        _refuse_subprotocols(connection)
        presented = await _presented(connection, identity, path)
        stream = await StreamAuthentication.by(identity, presented, scope) if presented is not None else None
    except (Unauthenticated, Forbidden) as refusal:
        await note_refusal(connection, identity, path, refusal)
        raise
    return await _with_scope(connection, identity, path, stream) if stream is not None else None


async def authenticate_message(
    connection: HTTPConnection, identity: Identity, path: str, text: str, scope: Scope | None = None
) -> StreamAuthentication:
    """Let in who says in the first message who they are. Raises as `authenticate_handshake` does."""
    try:
        presented = replace(credential_in_message(text), location=location_of(connection, identity.settings))
        stream = await StreamAuthentication.by(identity, presented, scope)
    except Unauthenticated as refusal:
        await note_refusal(connection, identity, path, refusal)
        raise
    return await _with_scope(connection, identity, path, stream)


def credential_in_message(text: str) -> PresentedCredential:
    """Read `{"type": "auth", "token": …}`. Raises `InvalidFirstMessage`."""
    try:
        message: Any = json_body.loads(text.encode()) if len(text) <= LONGEST_MESSAGE else None
    except (BadRequest, UnicodeEncodeError):
        raise InvalidFirstMessage from None
    if not isinstance(message, dict) or message.get("type") != "auth" or not isinstance(message.get("token"), str):
        raise InvalidFirstMessage
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


async def _with_scope(
    connection: HTTPConnection, identity: Identity, path: str, stream: StreamAuthentication
) -> StreamAuthentication:
    try:
        stream.refuse_without_scope()
    except Forbidden as refusal:
        await note_refusal(connection, identity, path, refusal, stream.caller)
        raise
    return stream


def _refuse_foreign_origins(connection: HTTPConnection, identity: Identity) -> None:
    """Browsers always name the page's origin; a program that names none brings no cookie either."""
    try:
        refuse_cross_site(connection, identity)
    except CrossSite:
        raise ForeignOrigin from None


def _refuse_subprotocols(connection: HTTPConnection) -> None:
    """Pages that cannot send headers like to pass tokens as subprotocols, which proxies log."""
    if "sec-websocket-protocol" in connection.headers:
        raise NoSubprotocols


async def _presented(connection: HTTPConnection, identity: Identity, path: str) -> PresentedCredential | None:
    named = query_credentials(connection.scope).only()
    presented = presented_credential(connection, identity.settings)
    if presented is not None and presented.kind != "cookie":
        return presented
    if named is not None:
        return replace(await _from_address(identity, path, *named), location=location_of(connection, identity.settings))
    if presented is not None and "origin" not in connection.headers:
        raise ForeignOrigin("A socket that shows a cookie must say which page it is opened by")
    return presented


async def _from_address(identity: Identity, path: str, parameter: str, value: str) -> PresentedCredential:
    if parameter == "ticket":
        behind = await use_ticket(identity, value, path)
        if behind is None:
            raise InvalidTicket
        return behind
    claims = None if value.startswith(KEY_PREFIX) else identity.tokens.read(value)
    if claims is None or claims.kind != ACCESS:
        raise CredentialNotForAddresses
    return PresentedCredential("bearer", value)
