"""A team's page and its members."""

from fastapi import Response

from quarterdeck.infra.web.deps import CacheDep, ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.insights.deps import FactsDep, TeamsReader, TeamsWriter
from quarterdeck.insights.team_members import details, repository, service
from quarterdeck.insights.team_members.schemas import TeamDetailsOut, TeamMemberIn, TeamMemberOut
from quarterdeck.insights.team_members.types import TeamMember
from quarterdeck.insights.teams.service import team_seen_by
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/teams/{team_id}", tags=["teams"])


@router.get("", response_model=TeamDetailsOut, summary="Read a team with its members and metrics")
async def read_team(
    caller: TeamsReader, team_id: Identifier, session: ReadSession, facts: FactsDep, cache: CacheDep
) -> Response:
    """Metrics are at most 30 minutes old, and newer than any write to the team or its repositories."""
    team = await team_seen_by(session, caller, team_id)
    return Response(await details.team_details(session, facts, cache, team), media_type="application/json")


@router.get("/members", response_model=ListOf[TeamMemberOut], summary="List a team's members")
async def list_team_members(
    caller: TeamsReader, team_id: Identifier, page: PageDep, session: ReadSession
) -> Page[TeamMember]:
    team = await team_seen_by(session, caller, team_id)
    return await repository.page_of_members(session, page, team.id)


@router.post("/members", status_code=201, response_model=TeamMemberOut, summary="Add somebody to a team")
async def add_team_member(
    caller: TeamsWriter, team_id: Identifier, body: TeamMemberIn, session: WriteSession
) -> TeamMember:
    return await service.add_member(session, caller, team_id, body)


@router.delete("/members/{member_id}", status_code=204, summary="Take somebody out of a team")
async def remove_team_member(
    caller: TeamsWriter, team_id: Identifier, member_id: Identifier, session: WriteSession
) -> None:
    await service.remove_member(session, caller, team_id, member_id)
