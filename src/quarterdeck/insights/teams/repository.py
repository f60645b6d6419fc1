"""Every question about teams."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, delete, func, insert, select, update

from quarterdeck.identity.api import Caller, visible_organizations
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing
from quarterdeck.infra.database.tenancy import TenantSelect, narrowed
from quarterdeck.insights.developers.models import developers
from quarterdeck.insights.teams.models import team_members, teams
from quarterdeck.insights.teams.people import people
from quarterdeck.insights.teams.types import Team, TeamMember
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.pages import Page, PageRequest, page_of

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
_MEMBERS_OF = team_members.outerjoin(developers, developers.c.id == team_members.c.developer_id).outerjoin(
    people, people.c.id == team_members.c.user_id
)
_MEMBERS = (
    select(
        team_members.c.member_id.label("id"),
        case((team_members.c.user_id.is_(None), "developer"), else_="user").label("kind"),
        func.coalesce(developers.c.name, people.c.name).label("name"),
        func.coalesce(developers.c.email, people.c.email).label("email"),
        team_members.c.added_at,
    )
    .select_from(_MEMBERS_OF)
    .where(team_members.c.team_id == bindparam("team"))
    .order_by(team_members.c.member_id)
    .limit(bindparam("row_limit"))
)
_MEMBERS_BY_OFFSET = _MEMBERS.offset(bindparam("row_offset"))
_MEMBERS_BY_CURSOR = _MEMBERS.where(team_members.c.member_id > bindparam("after"))
_THIS_MEMBER = (team_members.c.team_id == bindparam("team"), team_members.c.member_id == bindparam("who"))


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


async def page_of_members(session: Session, request: PageRequest, team: Team) -> Page[TeamMember]:
    place: dict[str, Any] = {"team": team.id, "row_limit": request.limit}
    if request.after is None:
        rows = await session.rows(_MEMBERS_BY_OFFSET, place | {"row_offset": request.offset})
    else:
        rows = await session.rows(_MEMBERS_BY_CURSOR, place | {"after": str(request.after[0])})
    found = [TeamMember(**row._mapping) for row in rows]
    return page_of(request, found, team.members_count, lambda member: (member.id,))


async def has_member(session: Session, team_id: str, member_id: str) -> bool:
    found = select(team_members.c.member_id).where(*_THIS_MEMBER)
    return await session.row(found, {"team": team_id, "who": member_id}) is not None


async def add_member(session: Session, team_id: str, developer_id: str | None, user_id: str | None) -> None:
    row = {
        "team_id": team_id,
        "member_id": developer_id or user_id,
        "developer_id": developer_id,
        "user_id": user_id,
        "added_at": now(),
    }
    await session.run(insert(team_members), row)


async def remove_member(session: Session, team_id: str, member_id: str) -> bool:
    return await session.run(delete(team_members).where(*_THIS_MEMBER), {"team": team_id, "who": member_id}) == 1


async def member(session: Session, team_id: str, member_id: str) -> TeamMember:
    one = _MEMBERS.where(team_members.c.member_id == bindparam("who"))
    row = await session.row(one, {"team": team_id, "who": member_id, "row_limit": 1})
    if row is None:
        raise LookupError(member_id)
    return TeamMember(**row._mapping)


def _team(row: Row[Any]) -> Team:
    return Team(*tuple(row)[: len(_COLUMNS)])
