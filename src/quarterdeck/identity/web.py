"""The second entrance of identity: what routes and sockets say in their signature about who may call them."""

from typing import Annotated

from fastapi import Depends, Request

from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.authentication.errors import CrossSite
from quarterdeck.identity.authentication.handshake import credential_in_message
from quarterdeck.identity.authentication.location import ServerLocation, location_of
from quarterdeck.identity.authentication.origin import Origin, peer_of
from quarterdeck.identity.authentication.query_credentials import hide_credentials
from quarterdeck.identity.authentication.refusals import Refusals
from quarterdeck.identity.authentication.requests import RequestAuthenticator, refuse_cross_site
from quarterdeck.identity.authentication.requirements import requires
from quarterdeck.identity.authentication.sockets import SocketAuthenticator
from quarterdeck.identity.authentication.streams import StreamAuthentication
from quarterdeck.identity.caller import Caller
from quarterdeck.infra.streams.limits import ConnectionLimits
from quarterdeck.infra.web.deps import part

__all__ = [
    "AuditReader",
    "CallersDep",
    "ConnectionLimitsDep",
    "CrossSite",
    "OrganizationOwner",
    "OrganizationOwnerInPerson",
    "OrganizationViewer",
    "OrganizationsReader",
    "OrganizationsWriter",
    "RefusalsDep",
    "RequestAuthenticator",
    "RequestAuthenticatorDep",
    "SecretChanger",
    "ServerLocation",
    "SignInAttempt",
    "SignedInCaller",
    "SignedInPerson",
    "SocketAuthenticatorDep",
    "StreamAuthentication",
    "UsersReader",
    "UsersWriter",
    "credential_in_message",
    "hide_credentials",
    "location_of",
    "peer_of",
    "refuse_cross_site",
    "requires",
]


CallersDep = Annotated[CallerCache, Depends(part("identity.callers"))]
"""To be forgotten after a change of rights."""
ConnectionLimitsDep = Annotated[ConnectionLimits, Depends(part("identity.connection_limits"))]
RefusalsDep = Annotated[Refusals, Depends(part("identity.refusals"))]
RequestAuthenticatorDep = Annotated[RequestAuthenticator, Depends(part("identity.requests"))]
SocketAuthenticatorDep = Annotated[SocketAuthenticator, Depends(part("identity.sockets"))]


async def attempt_origin(request: Request, requests: RequestAuthenticatorDep) -> Origin:
    """Count an attempt to sign in, and tell where it comes from."""
    return await requests.sign_in_attempt(request)


SignInAttempt = Annotated[Origin, Depends(attempt_origin)]
SignedInCaller = Annotated[Caller, requires(None)]
SignedInPerson = Annotated[Caller, requires(None, person=True)]
SecretChanger = Annotated[Caller, requires(None, person=True, limit="auth")]
UsersReader = Annotated[Caller, requires("users:manage")]
UsersWriter = Annotated[Caller, requires("users:manage", person=True)]
"""For every change: by one sign-in link of an administrator a program would have all that they have."""
AuditReader = Annotated[Caller, requires("audit:read")]
OrganizationsReader = Annotated[Caller, requires("organizations:read")]
OrganizationsWriter = Annotated[Caller, requires("organizations:write")]
OrganizationViewer = Annotated[Caller, requires("organizations:read", organization_role="viewer")]
OrganizationOwner = Annotated[Caller, requires("organizations:write", organization_role="owner")]
OrganizationOwnerInPerson = Annotated[Caller, requires("organizations:write", organization_role="owner", person=True)]
"""For what lets somebody in: a program that could would get itself an account with rights it was not given."""
