"""Every question about teams."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, func, insert, select, update

from quarterdeck.identity.api import Caller, visible_organizations
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing
from quarterdeck.infra.database.tenancy import TenantSelect, narrowed
from quarterdeck.insights.teams.models import team_members, teams
from quarterdeck.insights.teams.types import Team
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.pages import Page, PageRequest

_MEMBERS_COUNT = (
    select(func.count()).where(team_members.c.team_id == teams.c.id).scalar_subquery().label("members_count")
)
_COLUMNS = (
    teams.c.id,
    teams.c.name,
    teams.c.organization_id,
    teams.c.description,
    _MEMBERS_COUNT,
    teams.c.created_at,
    teams.c.updated_at,
    teams.c.version,
)
_TEAMS = Listing(_COLUMNS, teams, teams.c.id, tenant=teams.c.organization_id)
_ONE = TenantSelect(select(*_COLUMNS).where(teams.c.id == bindparam("wanted")), teams.c.organization_id)


async def page_of_teams(
    session: Session, request: PageRequest, caller: Caller, organization_id: str | None
) -> Page[Team]:
    tenants = narrowed(visible_organizations(caller), organization_id)
    return await _TEAMS.page_within(session, request, tenants, _team)


async def team_for(session: Session, caller: Caller, team_id: str) -> Team | None:
    """Return the team when it exists and `caller` may see it."""
    row = await _ONE.row(session, visible_organizations(caller), {"wanted": team_id})
    return _team(row) if row else None


async def add_team(session: Session, organization_id: str, name: str, description: str) -> Team:
    moment = now()
    made = Team(new_id(), name, organization_id, description, 0, moment, moment, 1)
    row = {
        "id": made.id,
        "organization_id": organization_id,
        "name": name,
        "description": description,
        "created_at": moment,
        "updated_at": moment,
        "version": 1,
    }
    await session.run(insert(teams), row)
    return made


async def change_team(session: Session, found: Team, values: Mapping[str, Any]) -> bool:
    """Write `values`; false when somebody else changed the row since it was read."""
    unchanged = and_(teams.c.id == found.id, teams.c.version == found.version)
    statement = update(teams).where(unchanged).values(**values, version=found.version + 1, updated_at=now())
    return await session.run(statement) == 1


async def remove_team(session: Session, team_id: str) -> None:
    await session.run(delete(teams).where(teams.c.id == team_id))


def _team(row: Row[Any]) -> Team:
    return Team(*tuple(row)[: len(_COLUMNS)])
