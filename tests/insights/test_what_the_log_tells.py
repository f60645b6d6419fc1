"""Teams, repositories, developers and their jobs stand in the event log of their organization."""

import shutil

from quarterdeck.infra.event_log import Event, read_after
from quarterdeck.infra.jobs import enqueue
from quarterdeck.insights.job_kinds import PURGE_REPOSITORY
from quarterdeck.kit.ids import new_id
from tests.insights import golden
from tests.insights.decks import Catalog


async def told(catalog: Catalog) -> dict[str, Event]:
    """The last event of each type."""
    async with catalog.deck.database.reading() as session:
        return {event.type: event for event in await read_after(session, 0, 1_000)}


async def test_the_life_of_a_repository(catalog: Catalog, story: golden.Golden) -> None:
    made = await catalog.read(story.path, name="backend-api")
    await catalog.client.patch(f"/repositories/{made['id']}", json={"language": "Go"})
    await catalog.client.delete(f"/repositories/{made['id']}")

    events = await told(catalog)
    for kind in ("repository.created", "repository.synced", "repository.updated", "repository.deleted"):
        event = events[kind]
        assert event.subject_id == made["id"]
        assert (event.organization_id, event.scope) == (catalog.organization_id, "repositories:read")
        assert event.actor_id == (None if kind == "repository.synced" else catalog.owner.id)
    assert events["repository.synced"].data["commits"] == made["commit_count"]
    assert events["repository.created"].seq < events["repository.synced"].seq < events["repository.deleted"].seq


async def test_a_job_tells_whoever_asked_for_it(catalog: Catalog, story: golden.Golden) -> None:
    await catalog.read(story.path)

    event = (await told(catalog))["job.succeeded"]
    assert (event.user_id, event.organization_id) == (catalog.owner.id, catalog.organization_id)
    assert event.data == {"kind": "insights.sync_repository", "error": None}


async def test_what_the_server_does_by_itself_is_no_news(catalog: Catalog) -> None:
    async with catalog.deck.database.writing() as session:
        await enqueue(session, PURGE_REPOSITORY, {"repository_id": new_id()})
    await catalog.work()

    assert not [kind for kind in await told(catalog) if kind.startswith("job.")]


async def test_a_job_that_failed_tells_why(catalog: Catalog, own_story: golden.Golden) -> None:
    await catalog.register(path=str(own_story.path))
    shutil.rmtree(own_story.path)
    await catalog.work()

    assert (await told(catalog))["job.failed"].data["error"]["code"] == "NOT_A_REPOSITORY"


async def test_teams_and_developers(catalog: Catalog, story: golden.Golden) -> None:
    await catalog.read(story.path)
    team = (await catalog.client.post("/teams", json={"name": "Core"})).json()
    people = (await catalog.get("/developers"))["items"]
    first, second = people[0]["id"], people[1]["id"]
    await catalog.client.post(f"/teams/{team['id']}/members", json={"developer_id": first})
    await catalog.client.delete(f"/teams/{team['id']}/members/{first}")
    await catalog.client.patch(f"/teams/{team['id']}", json={"description": "x"})
    await catalog.client.delete(f"/teams/{team['id']}")
    await catalog.client.patch(f"/developers/{first}", json={"name": "Ada"})
    await catalog.client.post(f"/developers/{first}/merge", json={"into": second})
    await catalog.client.delete(f"/developers/{first}/merge")

    events = await told(catalog)
    for kind in ("team.created", "team.member_added", "team.member_removed", "team.updated", "team.deleted"):
        assert (events[kind].subject_id, events[kind].organization_id) == (team["id"], catalog.organization_id), kind
    for kind in ("developer.updated", "developer.merged", "developer.unmerged"):
        assert (events[kind].subject_id, events[kind].actor_id) == (first, catalog.owner.id), kind
