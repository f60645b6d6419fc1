"""What people may do in an organization as things stand, for what acts in their name while they are away."""

from collections.abc import Collection, Mapping

from sqlalchemy import and_, bindparam, select

from quarterdeck.identity.organizations.models import memberships
from quarterdeck.identity.roles import ROLE_SCOPES, at_least
from quarterdeck.identity.users.models import users
from quarterdeck.infra.database import Session

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
