"""A webhook tells what its maker may see now, and ends with their rights."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from quarterdeck.identity.roles import ROLE_SCOPES
from tests.events.webhooks.post import Post
from tests.identity.decks import Person

both_dialects = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)

Ending = Callable[[Post, Person], Awaitable[Any]]


async def leave(post: Post, who: Person) -> None:
    admin = await post.deck.person("admin")
    gone = await admin.client.delete(f"/organizations/{post.organization_id}/members/{who.id}")
    assert gone.status_code == 204, gone.text


async def become_viewer(post: Post, who: Person) -> None:
    there = f"/organizations/{post.organization_id}/members/{who.id}"
    admin = await post.deck.person("admin")
    changed = await admin.client.patch(there, json={"role": "viewer"})
    assert changed.status_code == 200, changed.text


async def be_changed(post: Post, who: Person, **values: Any) -> None:
    admin = await post.deck.person("admin")
    changed = await admin.client.patch(f"/users/{who.id}", json=values)
    assert changed.status_code == 200, changed.text


async def be_disabled(post: Post, who: Person) -> None:
    await be_changed(post, who, disabled=True)


async def be_removed(post: Post, who: Person) -> None:
    admin = await post.deck.person("admin")
    assert (await admin.client.delete(f"/users/{who.id}")).status_code == 204


every_ending = pytest.mark.parametrize("end", [leave, become_viewer, be_disabled, be_removed])


@both_dialects
@every_ending
async def test_a_webhook_ends_with_the_rights_of_its_maker_and_those_of_others_go_on(post: Post, end: Ending) -> None:
    maker = await post.joined()
    theirs, others = await post.webhook(client=maker.client), await post.webhook()
    await end(post, maker)
    await post.tell()
    await post.work()

    found = await post.get(f"/webhooks/{theirs['id']}")
    assert (found["enabled"], found["disabled_reason"]) == (False, "maker_left")
    assert await post.deliveries(theirs) == []
    assert [each["state"] for each in await post.deliveries(others)] == ["succeeded"]


@every_ending
async def test_what_waits_when_its_maker_leaves_is_given_up(post: Post, end: Ending) -> None:
    maker = await post.joined()
    theirs = await post.webhook(client=maker.client)
    await post.tell()
    await post.dispatch()
    await end(post, maker)
    await post.work()

    assert post.heard == []
    assert [(each["state"], each["error"]) for each in await post.deliveries(theirs)] == [("failed", "disabled")]
    assert (await post.get(f"/webhooks/{theirs['id']}"))["disabled_reason"] == "maker_left"


async def test_the_end_is_told_and_audited_and_another_may_answer_for_it(post: Post) -> None:
    maker = await post.joined()
    theirs = await post.webhook(client=maker.client)
    await post.webhook("webhook.disabled", url=f"{post.url}/watch")
    await leave(post, maker)
    await post.tell()
    await post.work()
    await post.work()  # the end is an event of its own

    assert [asked.target for asked in post.heard] == ["/in/watch"]
    admin = await post.deck.person("admin")
    (audited,) = (await admin.client.get("/audit", params={"action": "webhook.disable"})).json()["items"]
    assert (audited["object_id"], audited["facts"]) == (theirs["id"], {"reason": "maker_left"})

    enabled = await post.owner.client.patch(f"/webhooks/{theirs['id']}", json={"enabled": True})
    assert enabled.json()["disabled_reason"] is None
    await post.tell()
    await post.work()
    assert [each["state"] for each in await post.deliveries(theirs)] == ["succeeded"]


async def test_a_lesser_role_of_its_maker_narrows_what_it_tells(post: Post) -> None:
    maker = await post.joined()
    key = await post.deck.key(maker, *sorted(ROLE_SCOPES["user"]))
    theirs = await post.webhook(client=post.deck.client(key))
    await be_changed(post, maker, role="readonly")
    await post.tell("thing.written", scope="repositories:write")
    await post.tell("thing.read", scope="repositories:read")
    await post.work()

    assert [each["event_type"] for each in await post.deliveries(theirs)] == ["thing.read"]
    assert (await post.get(f"/webhooks/{theirs['id']}"))["enabled"] is True


async def test_an_administrator_answers_for_webhooks_everywhere(post: Post) -> None:
    admin = await post.deck.person("admin")
    made = await post.webhook(client=admin.client, organization_id=post.organization_id)
    await post.tell()
    await post.work()
    assert [each["state"] for each in await post.deliveries(made)] == ["succeeded"]

    other = await post.deck.person("admin", email="other@example.org")
    demoted = await other.client.patch(f"/users/{admin.id}", json={"role": "user"})
    assert demoted.status_code == 200, demoted.text
    await post.tell()
    await post.work()
    assert (await post.get(f"/webhooks/{made['id']}"))["disabled_reason"] == "maker_left"
