"""What people may do with what an organization holds: the caller now, and others in whose name something acts later."""

from collections.abc import Collection, Mapping

from sqlalchemy import and_, bindparam, select

from quarterdeck.identity.caller import Caller, writable_organizations
from quarterdeck.identity.organizations.errors import NotAMember
from quarterdeck.identity.organizations.models import memberships
from quarterdeck.identity.organizations.repository import organization_for
from quarterdeck.identity.roles import ROLE_SCOPES, at_least
from quarterdeck.identity.users.models import users
from quarterdeck.infra.database import Session
from quarterdeck.kit.errors import Detail, Invalid


def require_member(caller: Caller, organization_id: str) -> None:
    """Raise `NotAMember` for viewers and for strangers; administrators belong everywhere."""
    writable = writable_organizations(caller)
    if writable is not None and organization_id not in writable:
        raise NotAMember


async def organization_for_new(session: Session, caller: Caller, wanted: str | None) -> str:
    """Choose where a new thing goes: the organization named, or else the caller's only one.

    Raises `Invalid` when there is no such organization for the caller, `NotAMember` for a viewer.
    """
    if wanted is None and len(caller.organizations) != 1:
        raise Invalid(details=[Detail("organization_id", "You belong to several organizations, or none: name one")])
    chosen = wanted or next(iter(caller.organizations))
    if await organization_for(session, caller, chosen) is None:
        raise Invalid(details=[Detail("organization_id", "There is no such organization")])
    require_member(caller, chosen)
    return chosen


PersonInOrganization = tuple[str, str]
"""An organization's id, and a person's."""

_RIGHTS = (
    select(users.c.id, users.c.role, memberships.c.organization_id, memberships.c.role.label("role_there"))
    .select_from(
        users.outerjoin(
            memberships,
            and_(
                memberships.c.user_id == users.c.id,
                memberships.c.organization_id.in_(bindparam("organizations", expanding=True)),
            ),
        )
    )
    .where(users.c.id.in_(bindparam("people", expanding=True)), users.c.disabled_at.is_(None))
)


async def rights_now(
    session: Session, wanted: Collection[PersonInOrganization]
) -> Mapping[PersonInOrganization, frozenset[str]]:
    """Return the scopes of each person's role, for those who may change what the organization holds.

    Left out are disabled and removed accounts, strangers and viewers; administrators belong everywhere.
    """
    if not wanted:
        return {}
    given = {"organizations": sorted({pair[0] for pair in wanted}), "people": sorted({pair[1] for pair in wanted})}
    rows = await session.rows(_RIGHTS, given)
    everywhere = {row.id for row in rows if row.role == "admin"}
    there = {(row.organization_id, row.id) for row in rows if row.role_there and at_least(row.role_there, "member")}
    scopes = {row.id: ROLE_SCOPES[row.role] for row in rows}
    return {pair: scopes[pair[1]] for pair in wanted if pair in there or pair[1] in everywhere}
