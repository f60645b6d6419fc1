"""For whom a connection acts, and what it may do now."""

from pydantic import Field

from quarterdeck.actions.context import Context
from quarterdeck.identity.api import (
    Caller,
    CredentialKind,
    Organization,
    OrganizationRole,
    Role,
    organization_for,
    user_with_id,
)
from quarterdeck.infra.web.schema import ResponseModel, StrictModel
from quarterdeck.kit.errors import NotFound
from quarterdeck.kit.tools import Action

MOST_ORGANIZATIONS = 100


class NoArguments(StrictModel):
    """No arguments."""


class Who(ResponseModel):
    id: str
    name: str
    email: str


class Membership(ResponseModel):
    id: str
    name: str
    role: OrganizationRole


class WhoAmI(ResponseModel):
    user: Who
    role: Role
    scopes: list[str] = Field(description="What this connection may do now")
    organizations: list[Membership] = Field(max_length=MOST_ORGANIZATIONS)
    credential: CredentialKind = Field(description="What was shown to get in", examples=["oauth"])


async def who_am_i(context: Context, _arguments: NoArguments) -> WhoAmI:
    caller = context.caller
    async with context.reading() as session:
        user = await user_with_id(session, caller.user_id)
        if user is None:
            raise NotFound
        found = [
            await organization_for(session, caller, each) for each in list(caller.organizations)[:MOST_ORGANIZATIONS]
        ]
    return WhoAmI(
        user=Who.model_validate(user),
        role=caller.role,
        scopes=sorted(caller.scopes),
        organizations=[_membership(caller, each) for each in found if each is not None],
        credential=caller.credential,
    )


def _membership(caller: Caller, organization: Organization) -> Membership:
    return Membership(id=organization.id, name=organization.name, role=caller.organizations[organization.id])


WHOAMI: Action[Context] = Action(
    name="whoami",
    title="Who am I",
    description="Tell for whom this connection acts, with which rights, and in which organizations.",
    takes=NoArguments,
    gives=WhoAmI,
    run=who_am_i,
    scope=None,
    effect="read",
)
