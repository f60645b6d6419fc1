"""The rules of who is in a team."""

from quarterdeck.identity.api import Caller, record_change
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import EventType
from quarterdeck.insights.developers.repository import developer_in
from quarterdeck.insights.team_members import repository
from quarterdeck.insights.team_members.errors import AlreadyInTeam, TeamMemberNotFound
from quarterdeck.insights.team_members.event_types import TEAM_MEMBER_ADDED, TEAM_MEMBER_REMOVED
from quarterdeck.insights.team_members.schemas import TeamMemberIn
from quarterdeck.insights.team_members.types import TeamMember
from quarterdeck.insights.teams.service import team_changed_by
from quarterdeck.insights.teams.types import Team
from quarterdeck.kit.errors import Detail, Invalid


async def add_member(session: Session, caller: Caller, team_id: str, new: TeamMemberIn) -> TeamMember:
    """Add a developer or a user of the same organization. Raises `AlreadyInTeam` and `Invalid`."""
    team = await team_changed_by(session, caller, team_id)
    if new.developer_id and await developer_in(session, team.organization_id, new.developer_id) is None:
        raise Invalid(details=[Detail("developer_id", "No developer of the team's organization")])
    if new.user_id and not await repository.belongs_to(session, team.organization_id, new.user_id):
        raise Invalid(details=[Detail("user_id", "No member of the team's organization")])
    member_id = new.developer_id or new.user_id or ""
    if await repository.has_member(session, team.id, member_id):
        raise AlreadyInTeam
    await repository.add_member(session, team.id, new.developer_id, new.user_id)
    await _record(session, caller, TEAM_MEMBER_ADDED, team, member_id)
    return await repository.member(session, team.id, member_id)


async def remove_member(session: Session, caller: Caller, team_id: str, member_id: str) -> None:
    """Take somebody out of the team. Raises `TeamMemberNotFound`."""
    team = await team_changed_by(session, caller, team_id)
    if not await repository.remove_member(session, team.id, member_id):
        raise TeamMemberNotFound
    await _record(session, caller, TEAM_MEMBER_REMOVED, team, member_id)


async def _record(session: Session, caller: Caller, event_type: EventType, team: Team, member_id: str) -> None:
    data = {"name": team.name, "member_id": member_id}
    await record_change(
        session, caller, event_type, team.id, organization_id=team.organization_id, data=data, member=member_id
    )
