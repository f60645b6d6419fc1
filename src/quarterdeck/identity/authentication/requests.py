"""Who sent a request: the credential among its headers, recognised or refused."""

from dataclasses import replace

from starlette.requests import HTTPConnection

from quarterdeck.identity.authentication.authenticator import Authenticator
from quarterdeck.identity.authentication.caller_cache import AuthenticatedCaller
from quarterdeck.identity.authentication.cookies import session_cookie
from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.identity.authentication.csrf import SAFE_METHODS, is_cross_site
from quarterdeck.identity.authentication.errors import CrossSite
from quarterdeck.identity.authentication.location import ServerLocation, location_of
from quarterdeck.identity.authentication.origin import Origin, origin_of, peer_of
from quarterdeck.identity.authentication.refusals import Refusals
from quarterdeck.identity.authentication.streams import StreamAuthentication
from quarterdeck.identity.caller import Caller
from quarterdeck.infra.ratelimit import LimitClass, RateLimiter
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.errors import Unauthenticated


class RequestAuthenticator:
    """Recognises who sent a request, counts it against their limits, and notes whom it refuses."""

    def __init__(
        self, settings: Settings, authenticator: Authenticator, limiter: RateLimiter, refusals: Refusals
    ) -> None:
        self._settings, self._authenticator, self._limiter, self.refusals = settings, authenticator, limiter, refusals

    async def authenticate(self, connection: HTTPConnection) -> AuthenticatedCaller | None:
        """Find out who calls: by `Authorization: Bearer`, else `X-API-Key`, else the console's cookie.

        Raises:
            CrossSite: a cookie came with an unsafe request or a socket from another site's page.
        """
        presented = presented_credential(connection, self._settings)
        if presented is None:
            return None
        if presented.kind == "cookie" and connection.scope.get("method") not in SAFE_METHODS:
            refuse_cross_site(connection, self._settings)
        return await self._authenticator.authenticate(presented)

    async def authenticate_or_refuse(self, request: HTTPConnection) -> AuthenticatedCaller:
        """Recognise the caller.

        Raises:
            Unauthenticated, CrossSite, RateLimited: as named.
        """
        try:
            known = await self.authenticate(request)
        except CrossSite:
            await self.refusals.note_stranger(request, reason="cross_site")
            raise
        if known is None:
            placement = offered_placement(request, self._settings)
            facts = {"reason": "unknown_credential", "offered": placement} if placement else {}
            await self.refusals.note_stranger(request, **facts)
            raise Unauthenticated
        return known

    async def at_mcp(self, request: HTTPConnection, location: ServerLocation) -> Caller:
        """Recognise who calls at `/mcp`, by an API key or a token granted for it, and count the request.

        Raises:
            Unauthenticated, RateLimited: as named. A browser's cookie and a person's own token do not count there.
        """
        presented = presented_credential(request, self._settings)
        there = replace(presented, at="mcp", location=location) if presented else None
        known = await self._authenticator.authenticate(there) if there else None
        if known is None:
            await self.refusals.note_stranger(request, **({"reason": "unknown_credential"} if presented else {}))
            raise Unauthenticated
        await self.count(request, "other", known)
        return known.caller

    async def stream(self, request: HTTPConnection) -> StreamAuthentication:
        """Go on serving, by a stream, whom `requires` let in already, and counted. Raises `Unauthenticated`."""
        presented = presented_credential(request, self._settings)
        if presented is None:
            raise Unauthenticated
        return await StreamAuthentication.begin(self._authenticator, presented, using=False)

    async def sign_in_attempt(self, request: HTTPConnection) -> Origin:
        """Count an attempt to sign in, and tell where it comes from. Raises `CrossSite`, `RateLimited`."""
        refuse_cross_site(request, self._settings)
        request.scope["state"]["rate_limit"] = await self._limiter.hit("auth", f"peer:{peer_of(request)}")
        return origin_of(request)

    async def count(self, request: HTTPConnection, limit: LimitClass, known: AuthenticatedCaller) -> None:
        """Count the request against its caller's limits, which the answer will tell of. Raises `RateLimited`."""
        request.scope["state"]["rate_limit"] = await self._limiter.hit(
            limit, known.principal, person=known.caller.is_interactive, override=known.per_minute
        )


def presented_credential(connection: HTTPConnection, settings: Settings) -> PresentedCredential | None:
    """Return the credential among the headers: the first place that holds one decides, right or wrong."""
    scheme, _, credential = connection.headers.get("authorization", "").partition(" ")
    if credential and scheme.lower() == "bearer":
        return PresentedCredential("bearer", credential.strip(), location_of(connection, settings))
    key = connection.headers.get("x-api-key")
    if key is not None:
        return PresentedCredential("key", key)
    cookie = session_cookie(settings, connection.cookies)
    return PresentedCredential("cookie", cookie) if cookie is not None else None


def offered_placement(connection: HTTPConnection, settings: Settings) -> str | None:
    """Name the place in which a credential came, without looking at it."""
    for header in ("authorization", "x-api-key"):
        if header in connection.headers:
            return header
    return "cookie" if session_cookie(settings, connection.cookies) is not None else None


def refuse_cross_site(connection: HTTPConnection, settings: Settings) -> None:
    """Raise `CrossSite` when the page of another site sent this."""
    headers = connection.headers
    trusted = {*settings.server.cors_origins, settings.public_origin}
    host, schemes = headers.get("host"), ("https",) if settings.served_over_tls else ("https", "http")
    own = {f"{scheme}://{host}" for scheme in schemes}
    if is_cross_site(headers.get("sec-fetch-site"), headers.get("origin"), trusted, own):
        raise CrossSite
