"""The rules of organizations and memberships."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from quarterdeck.identity.audit.changes import record_change
from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.authentication.errors import OrganizationNotFound
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.organizations import repository
from quarterdeck.identity.organizations.errors import AlreadyMember, LastOwner, MemberNotFound, OrganizationInUse
from quarterdeck.identity.organizations.event_types import (
    MEMBER_ADDED,
    MEMBER_REMOVED,
    MEMBER_UPDATED,
    ORGANIZATION_CREATED,
    ORGANIZATION_DELETED,
    ORGANIZATION_UPDATED,
)
from quarterdeck.identity.organizations.types import Member, Organization
from quarterdeck.identity.roles import OrganizationRole
from quarterdeck.identity.users.errors import UserNotFound
from quarterdeck.identity.users.repository import user_with_email, user_with_id
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import EventType
from quarterdeck.infra.web.versions import StaleVersion, check_version


async def create_organization(
    session: Session, callers: CallerCache, caller: Caller, values: Mapping[str, Any]
) -> Organization:
    """Make an organization; the caller becomes its owner."""
    made = await repository.add_organization(session, values["name"], values["description"], values["settings"])
    await repository.add_member(session, made.id, caller.user_id, "owner")
    await record_change(session, caller, ORGANIZATION_CREATED, made.id, organization_id=made.id)
    session.after_commit(callers.forget)
    return made


async def organization_seen_by(session: Session, caller: Caller, organization_id: str) -> Organization:
    found = await repository.organization_for(session, caller, organization_id)
    if found is None:
        raise OrganizationNotFound
    return found


async def change_organization(
    session: Session,
    caller: Caller,
    organization_id: str,
    values: Mapping[str, Any],
    *expected_versions: int | None,
) -> Organization:
    """Write the named fields. Raises `OrganizationNotFound`, `StaleVersion`."""
    found = await organization_seen_by(session, caller, organization_id)
    check_version(found.version, *expected_versions)
    if not await repository.change_organization(session, found, values):
        raise StaleVersion
    fields = sorted(values)
    await record_change(
        session,
        caller,
        ORGANIZATION_UPDATED,
        found.id,
        organization_id=found.id,
        data={"fields": fields},
        fields=fields,
    )
    return await organization_seen_by(session, caller, organization_id)


async def delete_organization(session: Session, callers: CallerCache, caller: Caller, organization_id: str) -> None:
    """Remove an empty organization. Raises `OrganizationNotFound`, `OrganizationInUse`."""
    found = await organization_seen_by(session, caller, organization_id)
    try:
        await repository.remove_organization(session, found.id)
    except IntegrityError:  # other domains' tables refer to it; which, only the database knows
        raise OrganizationInUse from None
    await record_change(session, caller, ORGANIZATION_DELETED, found.id, organization_id=found.id)
    session.after_commit(callers.forget)


async def add_member(
    session: Session,
    callers: CallerCache,
    caller: Caller,
    organization_id: str,
    user: tuple[str | None, str | None],
    *,
    role: OrganizationRole,
) -> Member:
    """Add the user named by `(id, email)`. Raises `OrganizationNotFound`, `UserNotFound`, `AlreadyMember`."""
    await organization_seen_by(session, caller, organization_id)
    user_id, email = user
    found = await user_with_id(session, user_id) if user_id else await user_with_email(session, email or "")
    if found is None:
        raise UserNotFound
    if await repository.membership(session, organization_id, found.id) is not None:
        raise AlreadyMember
    return await enrol(session, callers, caller, organization_id, found.id, role=role)


async def enrol(
    session: Session,
    callers: CallerCache,
    caller: Caller,
    organization_id: str,
    user_id: str,
    *,
    role: OrganizationRole,
) -> Member:
    """Make somebody a member whose right to it was checked. Raises `AlreadyMember`."""
    try:
        await repository.add_member(session, organization_id, user_id, role)
    except IntegrityError:  # somebody was quicker between the question and the act
        raise AlreadyMember from None
    await _record_member(session, caller, MEMBER_ADDED, organization_id, user_id, role)
    session.after_commit(callers.forget)
    return await member_of(session, organization_id, user_id)


async def change_member(
    session: Session,
    callers: CallerCache,
    caller: Caller,
    organization_id: str,
    user_id: str,
    *,
    role: OrganizationRole,
) -> Member:
    """Give a member another role. Raises `MemberNotFound`, `LastOwner`."""
    have = await member_of(session, organization_id, user_id)
    if have.role == "owner" and role != "owner":
        await _keep_an_owner(session, organization_id, user_id)
    await repository.set_role(session, organization_id, user_id, role)
    await _record_member(session, caller, MEMBER_UPDATED, organization_id, user_id, role)
    session.after_commit(callers.forget)
    return await member_of(session, organization_id, user_id)


async def remove_member(
    session: Session, callers: CallerCache, caller: Caller, organization_id: str, user_id: str
) -> None:
    """Remove a member. Raises `MemberNotFound`, `LastOwner`."""
    have = await member_of(session, organization_id, user_id)
    if have.role == "owner":
        await _keep_an_owner(session, organization_id, user_id)
    await repository.remove_member(session, organization_id, user_id)
    await _record_member(session, caller, MEMBER_REMOVED, organization_id, user_id)
    session.after_commit(callers.forget)


async def member_of(session: Session, organization_id: str, user_id: str) -> Member:
    found = await repository.membership(session, organization_id, user_id)
    if found is None:
        raise MemberNotFound
    return found


async def _record_member(
    session: Session,
    caller: Caller,
    event_type: EventType,
    organization_id: str,
    user_id: str,
    role: OrganizationRole | None = None,
) -> None:
    having = {"role": role} if role else {}
    await record_change(
        session,
        caller,
        event_type,
        organization_id,
        organization_id=organization_id,
        data={"user_id": user_id, **having},
        user=user_id,
        **having,
    )


async def _keep_an_owner(session: Session, organization_id: str, leaving: str) -> None:
    if await repository.other_owners(session, organization_id, leaving) == 0:
        raise LastOwner
