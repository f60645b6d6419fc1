"""From the log to deliveries: each event once, to those webhooks alone that may tell of it."""

import asyncio
import contextlib
import json
from datetime import timedelta

import pytest

from quarterdeck.events.webhooks import deliveries
from quarterdeck.events.webhooks import dispatch as module
from quarterdeck.events.webhooks.dispatch import Dispatcher, dispatch
from quarterdeck.infra.event_log import position, purge_before
from quarterdeck.kit import clock
from tests.events.webhooks.post import Post
from tests.waiting import eventually

both_dialects = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


def nothing() -> None:
    """Wake nobody."""


async def told(post: Post) -> list[str]:
    """The subjects of every delivery, in the order that they were made."""
    return [json.loads(row.body)["data"]["subject"]["id"] for row in await post.rows()]


@both_dialects
async def test_each_event_becomes_one_delivery_of_each_webhook(post: Post) -> None:
    first, second = await post.webhook(), await post.webhook("*")
    for number in range(3):
        await post.tell(subject=("thing", str(number)))

    await post.dispatch()
    await post.dispatch()

    rows = [row for row in await post.rows() if row.event_type == "thing.made"]
    assert sorted((row.webhook_id, json.loads(row.body)["data"]["subject"]["id"]) for row in rows) == sorted(
        (webhook["id"], str(number)) for webhook in (first, second) for number in range(3)
    )
    assert len({(row.webhook_id, row.event_id) for row in rows}) == 6


async def test_the_body_is_the_event_as_every_face_shows_it(post: Post) -> None:
    await post.webhook()
    await post.tell(data={"name": "Größe"}, actor_id="u")
    await post.dispatch()

    (row,) = await post.rows()
    body = json.loads(row.body)

    assert (body["type"], body["timestamp"]) == ("thing.made", body["data"]["time"])
    assert body["data"] | {"seq": 0, "id": "", "time": ""} == {
        "seq": 0,
        "id": "",
        "type": "thing.made",
        "time": "",
        "organization_id": post.organization_id,
        "subject": {"type": "thing", "id": "1"},
        "actor_id": "u",
        "data": {"name": "Größe"},
    }
    assert row.event_id == body["data"]["id"]


@both_dialects
async def test_a_webhook_is_told_of_its_own_organization_alone(post: Post) -> None:
    await post.webhook("*")
    await post.dispatch()
    before = len(await post.rows())

    await post.tell(organization_id=post.foreign_id)
    await post.tell(organization_id=None)
    await post.tell(organization_id=None, user_id=post.owner.id)
    await post.tell(subject=("thing", "ours"))
    await post.dispatch()

    assert (await told(post))[before:] == ["ours"]


async def test_a_webhook_is_told_no_more_than_its_maker_may_see(post: Post) -> None:
    member = await post.deck.person(email="member@example.org")
    await post.deck.join(post.organization_id, member, "member")
    key = await post.deck.key(member, "webhooks:manage", "repositories:read")
    narrow = await post.webhook("thing.*", client=post.deck.client(key))
    await post.tell(scope="repositories:read", subject=("thing", "seen"))
    await post.tell(scope="organizations:read", subject=("thing", "unseen"))
    await post.tell(scope="users:manage", subject=("thing", "never"))
    await post.dispatch()
    assert await told(post) == ["seen"]

    await post.owner.client.patch(f"/webhooks/{narrow['id']}", json={"event_types": ["thing.*"]})
    await post.tell(scope="organizations:read", subject=("thing", "wider"))
    await post.dispatch()
    assert await told(post) == ["seen", "wider"]

    await post.tell(scope="organizations:read", subject=("thing", "told too late"))
    changed = await post.deck.client(key).patch(f"/webhooks/{narrow['id']}", json={"url": f"{post.url}/mine"})
    assert changed.status_code == 200
    await post.tell(scope="organizations:read", subject=("thing", "unseen again"))
    await post.dispatch()

    # scopes are looked at when the log is read, so what was told before the last change is held against it too
    assert await told(post) == ["seen", "wider"]


async def test_the_types_that_are_wanted_are_told(post: Post) -> None:
    await post.webhook("thing.made", "other.*")
    for event_type in ("thing.made", "thing.lost", "other.a", "other.a.b", "others.a"):
        await post.tell(event_type)
    await post.dispatch()

    assert [row.event_type for row in await post.rows()] == ["thing.made", "other.a", "other.a.b"]


async def test_what_happened_before_it_was_there_or_while_it_was_off_is_not_told(post: Post) -> None:
    await post.tell(subject=("thing", "before"))
    made = await post.webhook()
    address = f"/webhooks/{made['id']}"
    await post.tell(subject=("thing", "on"))
    await post.dispatch()
    await post.owner.client.patch(address, json={"enabled": False})
    await post.tell(subject=("thing", "off"))
    await post.owner.client.patch(address, json={"enabled": True})
    await post.tell(subject=("thing", "on again"))
    await post.dispatch()

    assert await told(post) == ["on", "on again"]


@both_dialects
async def test_a_dispatch_that_dies_before_its_commit_did_nothing_and_after_it_is_not_done_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.webhook()
    await post.tell()

    for dies_at in ("add_deliveries", "move_cursor"):
        with monkeypatch.context() as broken:
            broken.setattr(deliveries, dies_at, raising)
            with pytest.raises(ConnectionResetError):
                await post.dispatch()
        assert await post.rows() == []
        async with post.database.reading() as session:
            assert await deliveries.cursor(session) == 0
    await post.dispatch()
    await post.dispatch()

    assert await told(post) == ["1"]


async def raising(*_: object) -> None:
    raise ConnectionResetError


@both_dialects
async def test_many_dispatchers_at_once_make_each_delivery_once(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 3)
    await post.webhook()
    for number in range(20):
        await post.tell(subject=("thing", str(number)))

    async def one() -> None:
        while await dispatch(post.database, nothing):
            pass

    await asyncio.gather(*(one() for _ in range(4)))

    assert await told(post) == [str(number) for number in range(20)]


async def test_while_nobody_listens_the_log_is_passed_over_in_long_steps(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cursor_after(events: int) -> int:
        for _ in range(events):
            await post.tell()
        await post.dispatch()
        async with post.database.reading() as session:
            return await deliveries.cursor(session)

    monkeypatch.setattr(module, "LEFT_UNREAD", 0)
    start = await cursor_after(1)
    monkeypatch.setattr(module, "LEFT_UNREAD", 3)

    assert [await cursor_after(1) - start for _ in range(5)] == [0, 0, 0, 4, 4]
    await post.webhook("thing.*")
    assert await cursor_after(1) - start == 7  # the webhook's own event, and the one after it
    assert await told(post) == ["1"]


async def test_the_dispatcher_is_woken_by_the_log_and_finds_what_no_signal_told(post: Post) -> None:
    await post.webhook()
    running = asyncio.create_task(Dispatcher(post.database, 30, nothing).run())
    try:
        await asyncio.sleep(0)
        await post.tell()
        await eventually(post.rows)
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


async def test_a_log_that_was_forgotten_stops_nothing(post: Post) -> None:
    with clock.frozen(clock.now()):
        await post.webhook()
        await post.tell(subject=("thing", "forgotten"))
        clock.advance(timedelta(days=40))
        async with post.database.writing() as session:
            await purge_before(session, clock.now() - timedelta(days=30))
        await post.tell(subject=("thing", "kept"))
        await post.dispatch()

        assert await told(post) == ["kept"]
        async with post.database.reading() as session:
            assert await deliveries.cursor(session) == (await position(session)).last_seq
