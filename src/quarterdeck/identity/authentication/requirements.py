"""What a route requires of its caller: a scope, a role in the organization, to be a person."""

from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Request

from quarterdeck.identity.authentication.errors import OrganizationNotFound
from quarterdeck.identity.authentication.requests import RequestAuthenticator
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.roles import SCOPES, OrganizationRole, Scope, at_least
from quarterdeck.infra.ratelimit import LimitClass
from quarterdeck.infra.web import idempotency
from quarterdeck.infra.web.deps import parts_of
from quarterdeck.kit.errors import Forbidden

CLASS_OF_METHOD: dict[str, LimitClass] = {"GET": "read", "HEAD": "read", "OPTIONS": "read", "DELETE": "delete"}


@dataclass(frozen=True, slots=True)
class Requires:
    """The dependency behind `requires`; its fields are what the access table is held against."""

    scope: Scope | None
    limit: LimitClass | None = None
    organization_role: OrganizationRole | None = None
    person: bool = False

    async def __call__(self, request: Request) -> Caller:
        authenticator: RequestAuthenticator = parts_of(request).identity.requests
        known = await authenticator.authenticate_or_refuse(request)
        caller = request.scope["state"]["caller"] = known.caller
        await authenticator.count(request, self.limit or CLASS_OF_METHOD.get(request.method, "create"), known)
        refusal = self.refusal(caller, request.path_params)
        if refusal is not None:
            if isinstance(refusal, Forbidden):
                authenticator.refusals.note(request, caller, scope=self.scope)
            raise refusal
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
