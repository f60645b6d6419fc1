"""The rules of teams."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from quarterdeck.identity.api import Caller, audit, organization_for_new, require_member
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import emit
from quarterdeck.infra.web.versions import StaleVersion, check_version
from quarterdeck.insights.developers.repository import developer_in
from quarterdeck.insights.teams import repository
from quarterdeck.insights.teams.errors import AlreadyInTeam, TeamMemberNotFound, TeamNameTaken, TeamNotFound
from quarterdeck.insights.teams.people import is_member_of
from quarterdeck.insights.teams.schemas import TeamIn, TeamMemberIn
from quarterdeck.insights.teams.types import Team, TeamMember
from quarterdeck.kit.errors import Detail, Invalid


async def team_seen_by(session: Session, caller: Caller, team_id: str) -> Team:
    found = await repository.team_for(session, caller, team_id)
    if found is None:
        raise TeamNotFound
    return found


async def team_changed_by(session: Session, caller: Caller, team_id: str) -> Team:
    """Return the team, provided that `caller` may change it."""
    found = await team_seen_by(session, caller, team_id)
    require_member(caller, found.organization_id)
    return found


async def create_team(session: Session, caller: Caller, new: TeamIn) -> Team:
    """Make a team. Raises `OrganizationNotFound`, `NotAMember`, `TeamNameTaken`."""
    organization_id = await organization_for_new(session, caller, new.organization_id)
    try:
        made = await repository.add_team(session, organization_id, new.name, new.description)
    except IntegrityError:
        raise TeamNameTaken from None
    await audit(session, caller, "team.create", "team", made.id)
    _tell(session, caller, "team.created", made)
    return made


async def change_team(
    session: Session, caller: Caller, team_id: str, values: Mapping[str, Any], *expected_versions: int | None
) -> Team:
    """Write the named fields. Raises `TeamNotFound`, `NotAMember`, `StaleVersion`, `TeamNameTaken`."""
    found = await team_changed_by(session, caller, team_id)
    check_version(found.version, *expected_versions)
    try:
        written = await repository.change_team(session, found, values)
    except IntegrityError:
        raise TeamNameTaken from None
    if not written:
        raise StaleVersion
    await audit(session, caller, "team.update", "team", found.id, fields=sorted(values))
    _tell(session, caller, "team.updated", found, fields=sorted(values))
    return await team_seen_by(session, caller, team_id)


async def delete_team(session: Session, caller: Caller, team_id: str) -> None:
    """Remove the team; its repositories and people stay."""
    found = await team_changed_by(session, caller, team_id)
    await repository.remove_team(session, found.id)
    await audit(session, caller, "team.delete", "team", found.id)
    _tell(session, caller, "team.deleted", found)


async def add_member(session: Session, caller: Caller, team_id: str, new: TeamMemberIn) -> TeamMember:
    """Add a developer or a user of the same organization. Raises `AlreadyInTeam` and `Invalid`."""
    team = await team_changed_by(session, caller, team_id)
    if new.developer_id and await developer_in(session, team.organization_id, new.developer_id) is None:
        raise Invalid(details=[Detail("developer_id", "No developer of the team's organization")])
    if new.user_id and not await is_member_of(session, team.organization_id, new.user_id):
        raise Invalid(details=[Detail("user_id", "No member of the team's organization")])
    member_id = new.developer_id or new.user_id or ""
    if await repository.has_member(session, team.id, member_id):
        raise AlreadyInTeam
    await repository.add_member(session, team.id, new.developer_id, new.user_id)
    await audit(session, caller, "team.member.add", "team", team.id, member=member_id)
    _tell(session, caller, "team.member_added", team, member_id=member_id)
    return await repository.member(session, team.id, member_id)


async def remove_member(session: Session, caller: Caller, team_id: str, member_id: str) -> None:
    team = await team_changed_by(session, caller, team_id)
    if not await repository.remove_member(session, team.id, member_id):
        raise TeamMemberNotFound
    await audit(session, caller, "team.member.remove", "team", team.id, member=member_id)
    _tell(session, caller, "team.member_removed", team, member_id=member_id)


def _tell(session: Session, caller: Caller, event_type: str, team: Team, **data: Any) -> None:
    emit(
        session,
        event_type,
        subject=("team", team.id),
        scope="organizations:read",
        organization_id=team.organization_id,
        actor_id=caller.user_id,
        data={"name": team.name, **data},
    )
