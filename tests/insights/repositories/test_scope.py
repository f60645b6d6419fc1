"""Which repositories a question of analytics is about."""

import pytest

from quarterdeck.identity.api import Caller
from quarterdeck.insights.api import visible_repositories
from quarterdeck.kit.errors import NotFound
from tests.insights.decks import Catalog

UNKNOWN = "01900000-0000-7000-8000-000000000000"


async def asked(catalog: Catalog, caller: Caller, **named: str | None) -> set[str]:
    narrowed = {"organization_id": None, "team_id": None, "repository_id": None} | named
    async with catalog.deck.database.reading() as session:
        return set(await visible_repositories(session, caller, **narrowed))


async def test_a_question_reaches_as_far_as_its_asker_sees(catalog: Catalog) -> None:
    team = (await catalog.client.post("/teams", json={"name": "Platform"})).json()["id"]
    ours = (await catalog.register(name="ours"))["id"]
    of_team = (await catalog.register(name="of the team", team_id=team))["id"]
    theirs = (await catalog.stranger.client.post("/repositories", json={"name": "theirs"})).json()["id"]
    member = Caller("u", "user", frozenset(), "token", "t", {catalog.organization_id: "viewer"})
    admin = Caller("a", "admin", frozenset(), "token", "t")

    assert await asked(catalog, member) == {ours, of_team}
    assert await asked(catalog, member, team_id=team) == {of_team}
    assert await asked(catalog, member, repository_id=ours) == {ours}
    assert await asked(catalog, member, repository_id=ours, team_id=team) == set()
    assert await asked(catalog, admin) == {ours, of_team, theirs}
    assert await asked(catalog, admin, organization_id=catalog.foreign_id) == {theirs}
    for named in ({"repository_id": theirs}, {"organization_id": catalog.foreign_id}, {"team_id": UNKNOWN}):
        with pytest.raises(NotFound):
            await asked(catalog, member, **named)
