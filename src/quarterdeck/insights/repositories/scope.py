"""Which repositories a question is about: those the caller sees, narrowed to what was named."""

from collections.abc import Sequence

from quarterdeck.identity.api import Caller, OrganizationNotFound, organization_for
from quarterdeck.infra.database import Session
from quarterdeck.insights.repositories.repository import repository_ids_for
from quarterdeck.insights.repositories.service import repository_seen_by
from quarterdeck.insights.teams.service import team_seen_by


async def visible_repositories(
    session: Session,
    caller: Caller,
    *,
    organization_id: str | None,
    team_id: str | None,
    repository_id: str | None,
) -> Sequence[str]:
    """Name them. Raises `NotFound` for an organization, a team or a repository that is not the caller's to see."""
    if organization_id is not None and await organization_for(session, caller, organization_id) is None:
        raise OrganizationNotFound
    if team_id is not None:
        await team_seen_by(session, caller, team_id)
    if repository_id is not None:
        await repository_seen_by(session, caller, repository_id)
    return await repository_ids_for(
        session, caller, organization_id=organization_id, repository_id=repository_id, team_id=team_id
    )
