"""Every question about organizations. What a caller may see is decided in `_VISIBLE` and nowhere else."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, exists, func, insert, select, true, update

from quarterdeck.identity.caller import Caller
from quarterdeck.identity.organizations.models import memberships, organizations
from quarterdeck.identity.organizations.types import Organization
from quarterdeck.identity.roles import OrganizationRole
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing, columns_of
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.pages import Page, PageRequest

_COLUMNS = columns_of(organizations, "id", "name", "description", "settings", "created_at", "updated_at", "version")
_VISIBLE = exists().where(
    memberships.c.organization_id == organizations.c.id, memberships.c.user_id == bindparam("viewer")
)
_ALL = Listing(_COLUMNS, organizations, organizations.c.id, true())
_OWN = Listing(_COLUMNS, organizations, organizations.c.id, _VISIBLE)
_ONE = select(*_COLUMNS).where(organizations.c.id == bindparam("wanted"))
_ONE_OWN = _ONE.where(_VISIBLE)


async def page_of_organizations(session: Session, request: PageRequest, caller: Caller) -> Page[Organization]:
    listing, who = (_ALL, {}) if caller.role == "admin" else (_OWN, {"viewer": caller.user_id})
    return await listing.page(session, request, _organization, lambda found: (found.id,), who)


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


_MEMBERSHIPS_OF = select(memberships.c.organization_id, memberships.c.role).where(
    memberships.c.user_id == bindparam("who")
)


def _organization(row: Row[Any]) -> Organization:
    return Organization(*tuple(row)[: len(_COLUMNS)])
