"""Every question about organizations and who belongs to them. What a caller may see is decided in `_VISIBLE` alone."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, exists, func, insert, select, update

from quarterdeck.identity.caller import Caller
from quarterdeck.identity.organizations.models import memberships, organizations
from quarterdeck.identity.organizations.types import Member, Organization
from quarterdeck.identity.roles import OrganizationRole
from quarterdeck.identity.users.models import users
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing, columns_of
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.pages import Page, PageRequest

_COLUMNS = columns_of(organizations, "id", "name", "description", "settings", "created_at", "updated_at", "version")
_VISIBLE = exists().where(
    memberships.c.organization_id == organizations.c.id, memberships.c.user_id == bindparam("viewer")
)
_ALL = Listing(_COLUMNS, organizations, organizations.c.id)
_OWN = Listing(_COLUMNS, organizations, organizations.c.id, _VISIBLE)
_ONE = select(*_COLUMNS).where(organizations.c.id == bindparam("wanted"))
_ONE_OWN = _ONE.where(_VISIBLE)
_MEMBER_COLUMNS = [
    memberships.c.organization_id,
    memberships.c.user_id,
    users.c.email,
    users.c.name,
    memberships.c.role,
    memberships.c.created_at,
]
_PEOPLE = memberships.join(users, users.c.id == memberships.c.user_id)
_MEMBER_OF = memberships.c.organization_id == bindparam("organization")
_THIS_MEMBER = (_MEMBER_OF, memberships.c.user_id == bindparam("who"))
_MEMBERS = Listing(_MEMBER_COLUMNS, _PEOPLE, memberships.c.user_id, _MEMBER_OF)
_MEMBER = select(*_MEMBER_COLUMNS).select_from(_PEOPLE).where(*_THIS_MEMBER)
# Locked where the database can, so that two owners cannot leave past each other.
_OWNERS = select(memberships.c.user_id).where(_MEMBER_OF, memberships.c.role == "owner").with_for_update()
_SET_ROLE = update(memberships).where(*_THIS_MEMBER).values(role=bindparam("new_role"))
_REMOVE_MEMBER = delete(memberships).where(*_THIS_MEMBER)
_MEMBERSHIPS_OF = select(memberships.c.organization_id, memberships.c.role).where(
    memberships.c.user_id == bindparam("who")
)


async def page_of_organizations(session: Session, request: PageRequest, caller: Caller) -> Page[Organization]:
    listing, who = (_ALL, {}) if caller.role == "admin" else (_OWN, {"viewer": caller.user_id})
    return await listing.page(session, request, _organization, who)


async def organization_for(session: Session, caller: Caller, organization_id: str) -> Organization | None:
    """Return the organization when it exists and `caller` may see it."""
    if caller.role == "admin":
        row = await session.row(_ONE, {"wanted": organization_id})
    else:
        row = await session.row(_ONE_OWN, {"wanted": organization_id, "viewer": caller.user_id})
    return _organization(row) if row else None


async def count_organizations(session: Session) -> int:
    return int(await session.scalar(select(func.count()).select_from(organizations)))


async def organization_named(session: Session, organization_id: str) -> str | None:
    found: str | None = await session.scalar(select(organizations.c.name).where(organizations.c.id == organization_id))
    return found


async def first_organization(session: Session) -> str | None:
    """Return the longest-standing one, to which belongs what nobody has placed."""
    found: str | None = await session.scalar(select(organizations.c.id).order_by(organizations.c.id).limit(1))
    return found


async def add_organization(session: Session, name: str, description: str, settings: Mapping[str, Any]) -> Organization:
    moment = now()
    made = Organization(new_id(), name, description, settings, moment, moment, 1)
    await session.run(insert(organizations), asdict(made))
    return made


async def change_organization(session: Session, found: Organization, values: Mapping[str, Any]) -> bool:
    """Write `values`; false when somebody else changed the row since it was read."""
    unchanged = and_(organizations.c.id == found.id, organizations.c.version == found.version)
    statement = update(organizations).where(unchanged)
    return await session.run(statement.values(**values, version=found.version + 1, updated_at=now())) == 1


async def remove_organization(session: Session, organization_id: str) -> None:
    await session.run(delete(organizations).where(organizations.c.id == organization_id))


async def organizations_of(session: Session, user_id: str) -> dict[str, OrganizationRole]:
    rows = await session.rows(_MEMBERSHIPS_OF, {"who": user_id})
    return {row.organization_id: row.role for row in rows}


async def page_of_members(session: Session, request: PageRequest, organization_id: str) -> Page[Member]:
    given = {"organization": organization_id}
    return await _MEMBERS.page(session, request, _member, given)


async def membership(session: Session, organization_id: str, user_id: str) -> Member | None:
    row = await session.row(_MEMBER, {"organization": organization_id, "who": user_id})
    return _member(row) if row else None


async def other_owners(session: Session, organization_id: str, user_id: str) -> int:
    rows = await session.rows(_OWNERS, {"organization": organization_id})
    return sum(row[0] != user_id for row in rows)


async def add_member(session: Session, organization_id: str, user_id: str, role: OrganizationRole) -> None:
    row = {"organization_id": organization_id, "user_id": user_id, "role": role, "created_at": now()}
    await session.run(insert(memberships), row)


async def set_role(session: Session, organization_id: str, user_id: str, role: OrganizationRole) -> None:
    await session.run(_SET_ROLE, {"organization": organization_id, "who": user_id, "new_role": role})


async def remove_member(session: Session, organization_id: str, user_id: str) -> None:
    await session.run(_REMOVE_MEMBER, {"organization": organization_id, "who": user_id})


def _organization(row: Row[Any]) -> Organization:
    return Organization(*tuple(row)[: len(_COLUMNS)])


def _member(row: Row[Any]) -> Member:
    return Member(*tuple(row)[: len(_MEMBER_COLUMNS)])
