"""Teams, as the platform document describes them."""

from quarterdeck.infra.web.deps import ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.insights.deps import IfMatch, TeamsReader, TeamsWriter
from quarterdeck.insights.teams import repository, service
from quarterdeck.insights.teams.schemas import TeamIn, TeamOut, TeamPatch, TeamPut
from quarterdeck.insights.teams.types import Team
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
