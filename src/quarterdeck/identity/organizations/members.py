"""Every question about memberships."""

from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from quarterdeck.identity.organizations.models import memberships
from quarterdeck.identity.organizations.types import Member
from quarterdeck.identity.roles import OrganizationRole
from quarterdeck.identity.users.models import users
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing
from quarterdeck.kit.clock import now
from quarterdeck.kit.pages import Page, PageRequest

_COLUMNS = [
    memberships.c.organization_id,
    memberships.c.user_id,
    users.c.email,
    users.c.name,
    memberships.c.role,
    memberships.c.created_at,
]
_PEOPLE = memberships.join(users, users.c.id == memberships.c.user_id)
_IN = memberships.c.organization_id == bindparam("organization")
_THIS = (_IN, memberships.c.user_id == bindparam("who"))
_MEMBERS = Listing(_COLUMNS, _PEOPLE, memberships.c.user_id, _IN)
_MEMBER = select(*_COLUMNS).select_from(_PEOPLE).where(*_THIS)
# Locked where the database can, so that two owners cannot leave past each other.
_OWNERS = select(memberships.c.user_id).where(_IN, memberships.c.role == "owner").with_for_update()
_SET_ROLE = update(memberships).where(*_THIS).values(role=bindparam("new_role"))
_REMOVE = delete(memberships).where(*_THIS)


async def page_of_members(session: Session, request: PageRequest, organization_id: str) -> Page[Member]:
    given = {"organization": organization_id}
    return await _MEMBERS.page(session, request, _member, lambda member: (member.user_id,), given)


async def member(session: Session, organization_id: str, user_id: str) -> Member | None:
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
    await session.run(_REMOVE, {"organization": organization_id, "who": user_id})


def _member(row: Row[Any]) -> Member:
    return Member(*tuple(row)[: len(_COLUMNS)])
