"""Who sent a request: the credential among its headers, recognised or refused."""

from dataclasses import replace
from typing import Any

from fastapi import Request
from starlette.requests import HTTPConnection

from quarterdeck.identity.audit.service import audit_soon
from quarterdeck.identity.authentication.caller_cache import AuthenticatedCaller
from quarterdeck.identity.authentication.cookies import session_cookie
from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.identity.authentication.csrf import SAFE_METHODS, is_cross_site
from quarterdeck.identity.authentication.errors import CrossSite
from quarterdeck.identity.authentication.location import ServerLocation, location_of
from quarterdeck.identity.authentication.origin import Origin, origin_of, peer_of
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.credentials import caller_of
from quarterdeck.identity.runtime import Identity
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web.deps import parts_of
from quarterdeck.kit.errors import Unauthenticated


async def recognise_or_refuse(request: Request, identity: Identity) -> AuthenticatedCaller:
    """Recognise the caller.

    Raises:
        Unauthenticated, CrossSite, RateLimited: as named.
    """
    try:
        known = await recognise(request, identity)
    except CrossSite:
        await refuse_stranger(request, identity, reason="cross_site")
        raise
    if known is None:
        offered = offered_credential(request, identity)
        facts = {"reason": "unknown_credential", "offered": offered} if offered else {}
        await refuse_stranger(request, identity, **facts)
        raise Unauthenticated
    return known


async def refuse_stranger(request: Request, identity: Identity, **facts: str) -> None:
    """Count the request against its address, and audit it with `facts`; without any there is nothing to tell.

    Raises:
        RateLimited: past the limit nothing more is written.
    """
    await identity.limiter.hit_anonymous(peer_of(request))
    if facts:
        note_denial(identity, request, None, **facts)


async def caller_at_mcp(request: Request, identity: Identity, location: ServerLocation) -> Caller:
    """Recognise who calls at `/mcp`, by an API key or a token granted for it, and count the request.

    Raises:
        Unauthenticated, RateLimited: as named. A browser's cookie and a person's own token do not count there.
    """
    presented = presented_credential(request, identity.settings)
    known = await caller_of(identity, replace(presented, at="mcp", location=location)) if presented else None
    if known is None:
        await refuse_stranger(request, identity, **({"reason": "unknown_credential"} if presented else {}))
        raise Unauthenticated
    standing = await identity.limiter.hit("other", known.principal, override=known.per_minute)
    request.scope["state"]["rate_limit"] = standing
    return known.caller


def offered_credential(connection: HTTPConnection, identity: Identity) -> str | None:
    """Name the place in which a credential came, without looking at it."""
    for header in ("authorization", "x-api-key"):
        if header in connection.headers:
            return header
    return "cookie" if session_cookie(identity.settings, connection.cookies) is not None else None


def note_denial(identity: Identity, request: Request, caller: Caller | None, **facts: Any) -> None:
    """Write soon to the audit log that somebody was refused."""
    operation = request.scope["route"].name
    audit_soon(identity.deferred_writes, caller, "access.denied", "operation", operation, "denied", **facts)


async def recognise(connection: HTTPConnection, identity: Identity) -> AuthenticatedCaller | None:
    """Find out who calls: by `Authorization: Bearer`, else `X-API-Key`, else the console's cookie.

    Sockets call this too, before they accept, and again for each event.

    Raises:
        CrossSite: a cookie came with an unsafe request or a socket from another site's page.
    """
    presented = presented_credential(connection, identity.settings)
    if presented is None:
        return None
    if presented.kind == "cookie" and connection.scope.get("method") not in SAFE_METHODS:
        refuse_cross_site(connection, identity)
    return await caller_of(identity, presented)


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


def refuse_cross_site(connection: HTTPConnection, identity: Identity) -> None:
    """Raise `CrossSite` when the page of another site sent this."""
    headers, settings = connection.headers, identity.settings
    trusted = {*settings.server.cors_origins, settings.public_origin}
    host, schemes = headers.get("host"), ("https",) if settings.served_over_tls else ("https", "http")
    own = {f"{scheme}://{host}" for scheme in schemes}
    if is_cross_site(headers.get("sec-fetch-site"), headers.get("origin"), trusted, own):
        raise CrossSite


async def attempt_origin(request: Request) -> Origin:
    """Count an attempt to sign in, and tell where it comes from."""
    identity: Identity = parts_of(request).identity
    refuse_cross_site(request, identity)
    request.scope["state"]["rate_limit"] = await identity.limiter.hit("auth", f"peer:{peer_of(request)}")
    return origin_of(request)
