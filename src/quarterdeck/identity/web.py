"""The second door of identity: what routes write in their signature to say who may call them."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from quarterdeck.identity.audit.service import audit_soon
from quarterdeck.identity.cache import AuthenticatedCaller
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.credentials import PresentedCredential, caller_of
from quarterdeck.identity.oauth_server.addresses import ServerLocation, location_of
from quarterdeck.identity.organizations.errors import OrganizationNotFound
from quarterdeck.identity.roles import SCOPES, OrganizationRole, Scope, at_least
from quarterdeck.identity.runtime import Identity
from quarterdeck.identity.sessions.cookies import session_cookie
from quarterdeck.identity.sessions.csrf import SAFE_METHODS, is_cross_site
from quarterdeck.identity.sessions.errors import CrossSite
from quarterdeck.identity.sessions.types import Origin
from quarterdeck.infra.ratelimit import LimitClass
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web import idempotency
from quarterdeck.kit.errors import Forbidden, Unauthenticated

CLASS_OF_METHOD: dict[str, LimitClass] = {"GET": "read", "HEAD": "read", "OPTIONS": "read", "DELETE": "delete"}


@dataclass(frozen=True, slots=True)
class Requires:
    """The dependency behind `requires`; its fields are what the access table is held against."""

    scope: Scope | None
    limit: LimitClass | None = None
    organization_role: OrganizationRole | None = None
    person: bool = False

    async def __call__(self, request: Request) -> Caller:
        identity: Identity = request.app.state.identity
        known = await recognise_or_refuse(request, identity)
        caller, state = known.caller, request.scope["state"]
        state["caller"] = caller
        state["rate_limit"] = await identity.limiter.hit(
            self.limit or CLASS_OF_METHOD.get(request.method, "create"),
            known.principal,
            person=caller.credential in {"session", "local"},
            override=known.per_minute,
        )
        refusal = self.refusal(caller, request.path_params)
        if refusal is not None:
            await self._refuse(identity, caller, request, refusal)
        if request.method == "POST":
            await idempotency.begin(request, caller.credential_id)
        return caller

    def refusal(self, caller: Caller, path: dict[str, Any]) -> Forbidden | OrganizationNotFound | None:
        """Decide. A foreign organization does not exist for the caller; one's own may still ask for more."""
        if self.scope is not None and self.scope not in caller.scopes:
            return Forbidden(hint=f"This needs the scope `{self.scope}`")
        if self.person and not caller.is_person:
            return Forbidden(hint="Only a signed-in person may do this, not an API key or a connected program")
        if self.organization_role is None or caller.role == "admin":
            return None
        have = caller.organizations.get(path["organization_id"])
        if have is None:
            return OrganizationNotFound()
        if not at_least(have, self.organization_role):
            return Forbidden(hint=f"Only for a {self.organization_role} of the organization")
        return None

    async def _refuse(
        self, identity: Identity, caller: Caller, request: Request, refusal: Forbidden | OrganizationNotFound
    ) -> None:
        if isinstance(refusal, Forbidden):
            note_denial(identity, request, caller, scope=self.scope)
        raise refusal


def requires(
    scope: Scope | None,
    *,
    limit: LimitClass | None = None,
    organization_role: OrganizationRole | None = None,
    person: bool = False,
) -> Any:
    """Let in callers whose rights hold `scope` now (`None`: anybody signed in), and count the request.

    Args:
        scope: one of the scopes in `roles`.
        limit: the rate limit class; by default `read`, `create` or `delete` after the method.
        organization_role: the least role in the organization that the path names as `organization_id`.
        person: refuse API keys, which stand for programs.
    """
    if scope is not None and scope not in SCOPES:
        raise ValueError(f"there is no scope {scope}")
    return Depends(Requires(scope, limit, organization_role, person))


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


async def caller_at_mcp(request: Request, identity: Identity, place: ServerLocation) -> Caller:
    """Recognise who calls at `/mcp`, by an API key or a token granted for it, and count the request.

    Raises:
        Unauthenticated, RateLimited: as named. A browser's cookie and a person's own token do not count there.
    """
    shown = presented_credential(request, identity.settings)
    known = await caller_of(identity, replace(shown, at="mcp", place=place)) if shown else None
    if known is None:
        await refuse_stranger(request, identity, **({"reason": "unknown_credential"} if shown else {}))
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
    shown = presented_credential(connection, identity.settings)
    if shown is None:
        return None
    if shown.kind == "cookie" and connection.scope.get("method") not in SAFE_METHODS:
        refuse_cross_site(connection, identity)
    return await caller_of(identity, shown)


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


def peer_of(connection: HTTPConnection) -> str:
    """Return the peer's address as the server saw it; headers only count from configured proxies."""
    return connection.client.host[:64] if connection.client else "unknown"


async def identity_of(request: Request) -> Identity:
    return cast("Identity", request.app.state.identity)


async def attempt_origin(request: Request) -> Origin:
    """Count an attempt to sign in, and tell where it comes from."""
    identity: Identity = request.app.state.identity
    refuse_cross_site(request, identity)
    request.scope["state"]["rate_limit"] = await identity.limiter.hit("auth", f"peer:{peer_of(request)}")
    return origin_of(request)


def origin_of(request: Request) -> Origin:
    """Say where a sign-in comes from, as its session will keep it."""
    return Origin(peer_of(request), request.headers.get("user-agent", "")[:300])


IdentityDep = Annotated[Identity, Depends(identity_of)]
SignInAttempt = Annotated[Origin, Depends(attempt_origin)]
SignedInCaller = Annotated[Caller, requires(None)]
SignedInPerson = Annotated[Caller, requires(None, person=True)]
SecretChanger = Annotated[Caller, requires(None, person=True, limit="auth")]
UsersManager = Annotated[Caller, requires("users:manage")]
UsersChanger = Annotated[Caller, requires("users:manage", person=True)]
"""For every change: by one sign-in link of an administrator a program would have all that they have."""
AuditReader = Annotated[Caller, requires("audit:read")]
OrganizationsReader = Annotated[Caller, requires("organizations:read")]
OrganizationsWriter = Annotated[Caller, requires("organizations:write")]
OrganizationViewer = Annotated[Caller, requires("organizations:read", organization_role="viewer")]
OrganizationOwner = Annotated[Caller, requires("organizations:write", organization_role="owner")]
OrganizationOwnerInPerson = Annotated[Caller, requires("organizations:write", organization_role="owner", person=True)]
"""For what lets somebody in: a program that could would get itself an account with rights it was not given."""
