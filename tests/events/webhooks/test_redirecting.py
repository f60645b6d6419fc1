"""A narrow key sends nobody, itself included, what it may not see."""

import httpx2
import pytest

from tests.events.webhooks.post import Post, status
from tests.identity.decks import error_of

both_dialects = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
SCOPED = "repositories:read"


async def narrow(post: Post, *scopes: str) -> httpx2.AsyncClient:
    return post.deck.client(await post.deck.key(await post.joined(), "webhooks:manage", *scopes))


@both_dialects
async def test_what_waits_is_given_up_when_the_address_changes(post: Post) -> None:
    made = await post.webhook()
    await post.tell(scope=SCOPED)
    await post.dispatch()
    key = await narrow(post, SCOPED)
    address = f"/webhooks/{made['id']}"

    assert (await key.patch(address, json={"description": "kept", "url": post.url})).status_code == 200
    assert [each["state"] for each in await post.deliveries(made)] == ["pending"]
    assert (await key.patch(address, json={"url": f"{post.url}/elsewhere"})).status_code == 200
    await post.work()

    assert post.heard == []
    assert [(each["state"], each["error"]) for each in await post.deliveries(made)] == [("failed", "moved")]
    await post.tell(scope=SCOPED)
    await post.work()
    assert [asked.target for asked in post.heard] == ["/in/elsewhere"]


@both_dialects
async def test_what_the_webhook_may_not_tell_any_more_fails_at_its_attempt(post: Post) -> None:
    made = await post.webhook()
    await post.tell(scope=SCOPED)
    await post.tell()
    await post.dispatch()
    key = await narrow(post)
    assert (await key.patch(f"/webhooks/{made['id']}", json={"event_types": ["*"]})).status_code == 200
    await post.work()

    states = [(each["state"], each["error"]) for each in await post.deliveries(made, state="failed")]
    assert states == [("failed", "not_allowed")]
    assert {asked.headers["webhook-id"] for asked in post.heard}.isdisjoint(
        row.event_id for row in await post.rows() if row.scope == SCOPED
    )
    assert (await post.get(f"/webhooks/{made['id']}"))["failing_since"] is None


async def test_sending_again_needs_the_scope_of_the_event(post: Post) -> None:
    made = await post.webhook()
    post.receiver.answers("/in", status(410))
    await post.tell(scope=SCOPED)
    await post.work()
    await post.owner.client.patch(f"/webhooks/{made['id']}", json={"enabled": True})
    post.receiver.answers("/in", status(200))
    (delivery,) = await post.deliveries(made)
    again = f"/webhooks/{made['id']}/deliveries/{delivery['id']}/redeliver"

    refused = error_of(await (await narrow(post)).post(again), 403)
    assert SCOPED in refused["hint"]
    await post.deck.identity.deferred_writes.drain()
    admin = await post.deck.person("admin")
    (audited,) = (await admin.client.get("/audit", params={"action": "access.denied"})).json()["items"]
    assert audited["facts"] == {"reason": "event_not_allowed", "scope": SCOPED}

    assert (await (await narrow(post, SCOPED)).post(again)).status_code == 202
    await post.work()
    assert [each["state"] for each in await post.deliveries(made)] == ["succeeded"]


async def test_nor_does_it_have_what_failed_sent_to_itself(post: Post) -> None:
    made = await post.webhook()
    post.receiver.answers("/in", status(500))
    await post.tell(scope=SCOPED)
    await post.work()
    key, address = await narrow(post), f"/webhooks/{made['id']}"
    assert (await key.patch(address, json={"url": f"{post.url}/mine"})).status_code == 200
    (delivery,) = await post.deliveries(made)

    error_of(await key.post(f"{address}/deliveries/{delivery['id']}/redeliver"), 403)
    assert (await post.owner.client.post(f"{address}/deliveries/{delivery['id']}/redeliver")).status_code == 202
    await post.work()

    assert [asked.target for asked in post.heard] == ["/in"]
    (delivery,) = await post.deliveries(made)
    assert (delivery["state"], delivery["error"]) == ("failed", "not_allowed")
