"""Teams, as the platform document describes them, and their members."""

from fastapi import Response

from quarterdeck.infra.web.deps import CacheDep, ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.insights.deps import FactsDep, IfMatch, TeamsReader, TeamsWriter
from quarterdeck.insights.teams import details, repository, service
from quarterdeck.insights.teams.schemas import (
    TeamDetailsOut,
    TeamIn,
    TeamMemberIn,
    TeamMemberOut,
    TeamOut,
    TeamPatch,
    TeamPut,
)
from quarterdeck.insights.teams.types import Team, TeamMember
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/teams", tags=["teams"])


@router.get("", response_model=ListOf[TeamOut], summary="List teams")
async def list_teams(
    caller: TeamsReader, page: PageDep, session: ReadSession, organization_id: Identifier | None = None
) -> Page[Team]:
    """Those of your organizations; administrators see all."""
    return await repository.page_of_teams(session, page, caller, organization_id)


@router.post("", status_code=201, response_model=TeamOut, summary="Make a team")
async def create_team(caller: TeamsWriter, body: TeamIn, session: WriteSession) -> Team:
    return await service.create_team(session, caller, body)


@router.get("/{team_id}", response_model=TeamDetailsOut, summary="Read a team with its members and metrics")
async def read_team(
    caller: TeamsReader, team_id: Identifier, session: ReadSession, facts: FactsDep, cache: CacheDep
) -> Response:
    """Metrics are at most 30 minutes old, and newer than any write to the team or its repositories."""
    team = await service.team_seen_by(session, caller, team_id)
    return Response(await details.team_details(session, facts, cache, team), media_type="application/json")


@router.put("/{team_id}", response_model=TeamOut, summary="Replace a team's fields")
async def replace_team(
    caller: TeamsWriter, team_id: Identifier, body: TeamPut, version: IfMatch, session: WriteSession
) -> Team:
    values = body.model_dump(exclude={"expected_version"})
    return await service.change_team(session, caller, team_id, values, body.expected_version, version)


@router.patch("/{team_id}", response_model=TeamOut, summary="Change some of a team's fields")
async def update_team(
    caller: TeamsWriter, team_id: Identifier, body: TeamPatch, version: IfMatch, session: WriteSession
) -> Team:
    values = body.model_dump(exclude={"expected_version"}, exclude_none=True)
    return await service.change_team(session, caller, team_id, values, body.expected_version, version)


@router.delete("/{team_id}", status_code=204, summary="Remove a team")
async def delete_team(caller: TeamsWriter, team_id: Identifier, session: WriteSession) -> None:
    """Its repositories and people stay."""
    await service.delete_team(session, caller, team_id)


@router.get("/{team_id}/members", response_model=ListOf[TeamMemberOut], summary="List a team's members")
async def list_team_members(
    caller: TeamsReader, team_id: Identifier, page: PageDep, session: ReadSession
) -> Page[TeamMember]:
    team = await service.team_seen_by(session, caller, team_id)
    return await repository.page_of_members(session, page, team)


@router.post("/{team_id}/members", status_code=201, response_model=TeamMemberOut, summary="Add somebody to a team")
async def add_team_member(
    caller: TeamsWriter, team_id: Identifier, body: TeamMemberIn, session: WriteSession
) -> TeamMember:
    return await service.add_member(session, caller, team_id, body)


@router.delete("/{team_id}/members/{member_id}", status_code=204, summary="Take somebody out of a team")
async def remove_team_member(
    caller: TeamsWriter, team_id: Identifier, member_id: Identifier, session: WriteSession
) -> None:
    await service.remove_member(session, caller, team_id, member_id)
