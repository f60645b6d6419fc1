"""The rules of teams."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from quarterdeck.identity.api import Caller, organization_for_new, record_change, require_member
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import EventType
from quarterdeck.infra.web.versions import StaleVersion, check_version
from quarterdeck.insights.teams import repository
from quarterdeck.insights.teams.errors import TeamNameTaken, TeamNotFound
from quarterdeck.insights.teams.event_types import TEAM_CREATED, TEAM_DELETED, TEAM_UPDATED
from quarterdeck.insights.teams.schemas import TeamIn
from quarterdeck.insights.teams.types import Team


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
    await _record(session, caller, TEAM_CREATED, made)
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
    await _record(session, caller, TEAM_UPDATED, found, fields=sorted(values))
    return await team_seen_by(session, caller, team_id)


async def delete_team(session: Session, caller: Caller, team_id: str) -> None:
    """Remove the team; its repositories and people stay."""
    found = await team_changed_by(session, caller, team_id)
    await repository.remove_team(session, found.id)
    await _record(session, caller, TEAM_DELETED, found)


async def _record(session: Session, caller: Caller, event_type: EventType, team: Team, **facts: Any) -> None:
    data = {"name": team.name, **facts}
    await record_change(session, caller, event_type, team.id, organization_id=team.organization_id, data=data, **facts)
