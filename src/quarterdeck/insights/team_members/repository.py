"""Every question about members of teams: developers, or users of this server."""

from typing import Any

from sqlalchemy import Row, bindparam, case, column, delete, func, insert, select, table

from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing
from quarterdeck.insights.developers.models import developers
from quarterdeck.insights.team_members.types import TeamMember
from quarterdeck.insights.teams.models import team_members
from quarterdeck.kit.clock import now
from quarterdeck.kit.pages import Page, PageRequest

# The one place where insights looks at identity's tables: a join that identity's own questions cannot answer.
_users = table("users", column("id"), column("name"), column("email"))
_memberships = table("memberships", column("organization_id"), column("user_id"))
_BELONGS = select(_memberships.c.user_id).where(
    _memberships.c.organization_id == bindparam("organization"), _memberships.c.user_id == bindparam("who")
)
_COLUMNS = (
    team_members.c.member_id,
    case((team_members.c.user_id.is_(None), "developer"), else_="user").label("kind"),
    func.coalesce(developers.c.name, _users.c.name).label("name"),
    func.coalesce(developers.c.email, _users.c.email).label("email"),
    team_members.c.added_at,
)
_PEOPLE = team_members.outerjoin(developers, developers.c.id == team_members.c.developer_id).outerjoin(
    _users, _users.c.id == team_members.c.user_id
)
_OF_TEAM = team_members.c.team_id == bindparam("team")
_THIS = (_OF_TEAM, team_members.c.member_id == bindparam("who"))
_MEMBERS = Listing(_COLUMNS, _PEOPLE, team_members.c.member_id, _OF_TEAM, counted=team_members)
_MEMBER = select(*_COLUMNS).select_from(_PEOPLE).where(*_THIS)
_IS_IN_TEAM = select(team_members.c.member_id).where(*_THIS)
_REMOVE = delete(team_members).where(*_THIS)


async def page_of_members(session: Session, request: PageRequest, team_id: str) -> Page[TeamMember]:
    return await _MEMBERS.page(session, request, _member, {"team": team_id})


async def has_member(session: Session, team_id: str, member_id: str) -> bool:
    return await session.row(_IS_IN_TEAM, {"team": team_id, "who": member_id}) is not None


async def belongs_to(session: Session, organization_id: str, user_id: str) -> bool:
    """Whether the user is a member of the organization."""
    return await session.row(_BELONGS, {"organization": organization_id, "who": user_id}) is not None


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
    return await session.run(_REMOVE, {"team": team_id, "who": member_id}) == 1


async def member(session: Session, team_id: str, member_id: str) -> TeamMember:
    row = await session.row(_MEMBER, {"team": team_id, "who": member_id})
    if row is None:
        raise LookupError(member_id)
    return _member(row)


def _member(row: Row[Any]) -> TeamMember:
    return TeamMember(*tuple(row)[: len(_COLUMNS)])
