"""Organizations and who belongs to them, as the platform's first document describes them."""

from typing import Any

from quarterdeck.identity.organizations import repository, service
from quarterdeck.identity.organizations.schemas import (
    MemberIn,
    MemberOut,
    MemberPatch,
    OrganizationIn,
    OrganizationOut,
    OrganizationPatch,
    OrganizationPut,
)
from quarterdeck.identity.organizations.types import Member, Organization
from quarterdeck.identity.web import (
    CallersDep,
    OrganizationOwner,
    OrganizationOwnerInPerson,
    OrganizationsReader,
    OrganizationsWriter,
    OrganizationViewer,
)
from quarterdeck.infra.web.deps import ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.infra.web.versions import IfMatch
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/organizations", tags=["organizations"])
members_router = DeckRouter(prefix="/organizations/{organization_id}/members", tags=["organizations"])


@router.get("", response_model=ListOf[OrganizationOut], summary="List organizations")
async def list_organizations(caller: OrganizationsReader, page: PageDep, session: ReadSession) -> Page[Organization]:
    """Those you belong to; administrators see all."""
    return await repository.page_of_organizations(session, page, caller)


@router.post("", status_code=201, response_model=OrganizationOut, summary="Make an organization")
async def create_organization(
    caller: OrganizationsWriter, body: OrganizationIn, callers: CallersDep, session: WriteSession
) -> Organization:
    """You become its owner."""
    return await service.create_organization(session, callers, caller, body.model_dump())


@router.get("/{organization_id}", response_model=OrganizationOut, summary="Read an organization")
async def read_organization(
    caller: OrganizationViewer, organization_id: Identifier, session: ReadSession
) -> Organization:
    return await service.organization_seen_by(session, caller, organization_id)


@router.put("/{organization_id}", response_model=OrganizationOut, summary="Replace an organization's fields")
async def replace_organization(
    caller: OrganizationOwner,
    organization_id: Identifier,
    body: OrganizationPut,
    version: IfMatch,
    session: WriteSession,
) -> Organization:
    values = body.model_dump(exclude={"expected_version"})
    return await service.change_organization(session, caller, organization_id, values, body.expected_version, version)


@router.patch("/{organization_id}", response_model=OrganizationOut, summary="Change some of an organization's fields")
async def update_organization(
    caller: OrganizationOwner,
    organization_id: Identifier,
    body: OrganizationPatch,
    version: IfMatch,
    session: WriteSession,
) -> Organization:
    values: dict[str, Any] = body.model_dump(exclude={"expected_version"}, exclude_none=True)
    return await service.change_organization(session, caller, organization_id, values, body.expected_version, version)


@router.delete("/{organization_id}", status_code=204, summary="Remove an organization")
async def delete_organization(
    caller: OrganizationOwner, organization_id: Identifier, callers: CallersDep, session: WriteSession
) -> None:
    """Only an empty one: with teams or repositories left the answer is 409."""
    await service.delete_organization(session, callers, caller, organization_id)


@members_router.get("", response_model=ListOf[MemberOut], summary="List members")
async def list_members(
    caller: OrganizationViewer, organization_id: Identifier, page: PageDep, session: ReadSession
) -> Page[Member]:
    await service.organization_seen_by(session, caller, organization_id)
    return await repository.page_of_members(session, page, organization_id)


@members_router.post("", status_code=201, response_model=MemberOut, summary="Add a member")
async def add_member(
    caller: OrganizationOwnerInPerson,
    organization_id: Identifier,
    body: MemberIn,
    callers: CallersDep,
    session: WriteSession,
) -> Member:
    """Only a signed-in person adds members, not an API key or a connected program."""
    user = (body.user_id, body.email)
    return await service.add_member(session, callers, caller, organization_id, user, role=body.role)


@members_router.get("/{user_id}", response_model=MemberOut, summary="Read a member")
async def read_member(
    _caller: OrganizationViewer, organization_id: Identifier, user_id: Identifier, session: ReadSession
) -> Member:
    return await service.member_of(session, organization_id, user_id)


@members_router.patch("/{user_id}", response_model=MemberOut, summary="Change a member's role")
async def update_member(
    *,
    caller: OrganizationOwnerInPerson,
    organization_id: Identifier,
    user_id: Identifier,
    body: MemberPatch,
    callers: CallersDep,
    session: WriteSession,
) -> Member:
    """Only a signed-in person gives another role, not an API key or a connected program."""
    return await service.change_member(session, callers, caller, organization_id, user_id, role=body.role)


@members_router.delete("/{user_id}", status_code=204, summary="Remove a member")
async def remove_member(
    caller: OrganizationOwner,
    organization_id: Identifier,
    user_id: Identifier,
    callers: CallersDep,
    session: WriteSession,
) -> None:
    await service.remove_member(session, callers, caller, organization_id, user_id)
