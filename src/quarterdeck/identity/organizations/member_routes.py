"""Who belongs to an organization."""

from quarterdeck.identity.organizations import members, service
from quarterdeck.identity.organizations.schemas import MemberIn, MemberOut, MemberPatch
from quarterdeck.identity.organizations.types import Member
from quarterdeck.identity.web import IdentityDep, OrganizationOwner, OrganizationOwnerInPerson, OrganizationViewer
from quarterdeck.infra.web.deps import ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/organizations/{organization_id}/members", tags=["organizations"])


@router.get("", response_model=ListOf[MemberOut], summary="List members")
async def list_members(
    caller: OrganizationViewer, organization_id: Identifier, page: PageDep, session: ReadSession
) -> Page[Member]:
    await service.organization_seen_by(session, caller, organization_id)
    return await members.page_of_members(session, page, organization_id)


@router.post("", status_code=201, response_model=MemberOut, summary="Add a member")
async def add_member(
    caller: OrganizationOwnerInPerson,
    organization_id: Identifier,
    body: MemberIn,
    identity: IdentityDep,
    session: WriteSession,
) -> Member:
    """Only a signed-in person adds members, not an API key or a connected program."""
    user = (body.user_id, body.email)
    return await service.add_member(session, identity.callers, caller, organization_id, user, role=body.role)


@router.get("/{user_id}", response_model=MemberOut, summary="Read a member")
async def read_member(
    _caller: OrganizationViewer, organization_id: Identifier, user_id: Identifier, session: ReadSession
) -> Member:
    return await service.member_of(session, organization_id, user_id)


@router.patch("/{user_id}", response_model=MemberOut, summary="Change a member's role")
async def update_member(
    *,
    caller: OrganizationOwnerInPerson,
    organization_id: Identifier,
    user_id: Identifier,
    body: MemberPatch,
    identity: IdentityDep,
    session: WriteSession,
) -> Member:
    """Only a signed-in person gives another role, not an API key or a connected program."""
    return await service.change_member(session, identity.callers, caller, organization_id, user_id, role=body.role)


@router.delete("/{user_id}", status_code=204, summary="Remove a member")
async def remove_member(
    caller: OrganizationOwner,
    organization_id: Identifier,
    user_id: Identifier,
    identity: IdentityDep,
    session: WriteSession,
) -> None:
    await service.remove_member(session, identity.callers, caller, organization_id, user_id)
