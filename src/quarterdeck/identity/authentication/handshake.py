"""Who opens a socket, by the headers and the query of its handshake: for WebSocket and Socket.IO alike."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from starlette.requests import HTTPConnection

from quarterdeck.identity.authentication.authenticator import Authenticator
from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.identity.authentication.errors import CrossSite, ForeignOrigin, InvalidFirstMessage, NoSubprotocols
from quarterdeck.identity.authentication.location import location_of
from quarterdeck.identity.authentication.query_credentials import QueryParameter, query_credentials
from quarterdeck.identity.authentication.refusals import Refusals
from quarterdeck.identity.authentication.requests import presented_credential, refuse_cross_site
from quarterdeck.identity.authentication.streams import StreamAuthentication
from quarterdeck.identity.roles import Scope
from quarterdeck.infra.ratelimit import RateLimiter
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.streams.websocket import LONGEST_MESSAGE
from quarterdeck.infra.web import json_body
from quarterdeck.kit.errors import BadRequest, Forbidden, Unauthenticated


class QueryReader(Protocol):
    """Knows what may stand in one parameter of a socket's address."""

    async def __call__(self, value: str, path: str, /) -> PresentedCredential:
        """Return the credential that `value` stands for at the socket `path`. Raises `Unauthenticated`."""


class HandshakeAuthenticator:
    """Finds out who opens a socket. `readers` know what may stand in its address."""

    def __init__(
        self,
        settings: Settings,
        authenticator: Authenticator,
        limiter: RateLimiter,
        refusals: Refusals,
        readers: Mapping[QueryParameter, QueryReader],
    ) -> None:
        self._settings, self._authenticator, self._limiter = settings, authenticator, limiter
        self.refusals, self._readers = refusals, readers

    async def by_handshake(
        self, connection: HTTPConnection, path: str, scope: Scope | None = None
    ) -> StreamAuthentication | None:
        """Let in who opens the socket at `path`, or return `None` when they have not said yet who they are.

        In order: `Authorization` or `X-API-Key`, `?ticket=`, `?token=`, the console's cookie. The first that is there
        decides, right or wrong.

        Raises:
            Unauthenticated, Forbidden, BadRequest, RateLimited: and nobody gets in.
        """
        try:
            self._refuse_foreign_origins(connection)
            _refuse_subprotocols(connection)
            presented = await self._presented(connection, path)
            stream = await self._begin(presented, scope) if presented is not None else None
        except (Unauthenticated, Forbidden) as refusal:
            await self.refusals.note_socket(connection, path, refusal)
            raise
        return await self._with_scope(connection, path, stream) if stream is not None else None

    async def by_message(
        self, connection: HTTPConnection, path: str, text: str, scope: Scope | None = None
    ) -> StreamAuthentication:
        """Let in who says in the first message who they are. Raises as `by_handshake` does."""
        try:
            presented = replace(credential_in_message(text), location=location_of(connection, self._settings))
            stream = await self._begin(presented, scope)
        except Unauthenticated as refusal:
            await self.refusals.note_socket(connection, path, refusal)
            raise
        return await self._with_scope(connection, path, stream)

    async def _begin(self, presented: PresentedCredential, scope: Scope | None) -> StreamAuthentication:
        """Recognise who presents this, counted as a use and against their limits."""
        stream = await StreamAuthentication.begin(self._authenticator, presented, scope, using=True)
        known = stream.known
        await self._limiter.hit("read", known.principal, person=known.caller.is_interactive, override=known.per_minute)
        return stream

    async def _with_scope(
        self, connection: HTTPConnection, path: str, stream: StreamAuthentication
    ) -> StreamAuthentication:
        try:
            stream.refuse_without_scope()
        except Forbidden as refusal:
            await self.refusals.note_socket(connection, path, refusal, stream.caller)
            raise
        return stream

    def _refuse_foreign_origins(self, connection: HTTPConnection) -> None:
        """Browsers always name the page's origin; a program that names none brings no cookie either."""
        try:
            refuse_cross_site(connection, self._settings)
        except CrossSite:
            raise ForeignOrigin from None

    async def _presented(self, connection: HTTPConnection, path: str) -> PresentedCredential | None:
        named = query_credentials(connection.scope).only()
        presented = presented_credential(connection, self._settings)
        if presented is not None and presented.kind != "cookie":
            return presented
        if named is not None:
            parameter, value = named
            found = await self._readers[parameter](value, path)
            return replace(found, location=location_of(connection, self._settings))
        if presented is not None and "origin" not in connection.headers:
            raise ForeignOrigin("A socket that shows a cookie must say which page it is opened by")
        return presented


def credential_in_message(text: str) -> PresentedCredential:
    """Read `{"type": "auth", "token": …}`. Raises `InvalidFirstMessage`."""
    try:
        message: Any = json_body.loads(text.encode()) if len(text) <= LONGEST_MESSAGE else None
    except (BadRequest, UnicodeEncodeError):
        raise InvalidFirstMessage from None
    if not isinstance(message, dict) or message.get("type") != "auth" or not isinstance(message.get("token"), str):
        raise InvalidFirstMessage
    return PresentedCredential("bearer", message["token"])


def _refuse_subprotocols(connection: HTTPConnection) -> None:
    """Pages that cannot send headers like to pass tokens as subprotocols, which proxies log."""
    if "sec-websocket-protocol" in connection.headers:
        raise NoSubprotocols
