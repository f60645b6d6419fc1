"""Who proves nothing has next to nothing read, and large bodies come a few at a time."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import httpx2
import pytest

from quarterdeck.events.inbox import body
from tests.events.inbox import senders
from tests.events.inbox.conftest import Inbox, Made
from tests.events.inbox.senders import Sent
from tests.identity.decks import error_of
from tests.waiting import eventually

CHUNK = 3_000


class Pulled:
    """A body that comes in pieces as it is read, and may stop in the middle until it is told to go on."""

    def __init__(self, whole: bytes, stops_at: int | None = None) -> None:
        self.whole, self.stops_at = whole, stops_at
        self.read = 0
        self.go_on = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self.read < len(self.whole):
            if self.stops_at is not None and self.read >= self.stops_at:
                await self.go_on.wait()
            piece = self.whole[self.read : self.read + CHUNK]
            self.read += len(piece)
            yield piece


async def post(inbox: Inbox, slug: str, pulled: Pulled, headers: Mapping[str, str]) -> httpx2.Response:
    return await inbox.door.post(f"/webhooks/{slug}", content=pulled, headers=dict(headers))


def slug_of(source: Made) -> str:
    slug: str = source["url"].rpartition("/")[2]
    return slug


def large(source: Made, mark: str = "x") -> Sent:
    return senders.github(source["secret"], {"text": mark * 60_000})


async def until_read(pulled: Pulled, size: int) -> None:
    await eventually(lambda: pulled.read >= size)


async def test_of_what_proves_nothing_the_beginning_alone_is_read(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "LONGEST_PREFIX", 2 * CHUNK)
    source = await inbox.source("github")
    signed = large(source)
    unsigned = signed.changed(headers={"x-hub-signature-256": None})

    for slug, sent in (("nobody", signed), (slug_of(source), unsigned)):
        pulled = Pulled(sent.body)
        assert error_of(await post(inbox, slug, pulled, sent.headers), 401)["code"] == "WEBHOOK_NOT_VERIFIED"
        assert pulled.read <= 3 * CHUNK

    pulled = Pulled(signed.body)
    assert (await post(inbox, slug_of(source), pulled, signed.headers)).status_code == 202
    assert pulled.read == len(signed.body)


async def test_large_bodies_wait_for_their_turn_and_small_ones_do_not(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "LARGE", CHUNK)
    inbox.deck.use(inbox_large_bodies=asyncio.Semaphore(1))
    source = await inbox.source("github")
    first, second, small = large(source), large(source, "y"), senders.github(source["secret"], {"ref": "x"})
    slow, waiting = Pulled(first.body, stops_at=4 * CHUNK), Pulled(second.body)
    async with asyncio.TaskGroup() as group:
        begun = group.create_task(post(inbox, slug_of(source), slow, first.headers))
        await until_read(slow, 4 * CHUNK)
        behind = group.create_task(post(inbox, slug_of(source), waiting, second.headers))
        await until_read(waiting, CHUNK)

        assert (await inbox.deliver(source, small)).status_code == 202
        assert not behind.done()
        assert waiting.read <= 3 * CHUNK
        slow.go_on.set()

    assert (begun.result().status_code, behind.result().status_code) == (202, 202)


async def test_a_body_that_stops_coming_is_given_up_and_its_place_is_free_again(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "LARGE", CHUNK)
    inbox.deck.use(inbox_large_bodies=asyncio.Semaphore(1))
    source = await inbox.source("github")
    sent = large(source)
    with monkeypatch.context() as hurried:
        hurried.setattr(body, "DEADLINE", 0.3)
        stuck = await post(inbox, slug_of(source), Pulled(sent.body, stops_at=4 * CHUNK), sent.headers)

    assert error_of(stuck, 503)["code"] == "DELIVERY_TOO_SLOW"
    assert await inbox.deliveries() == []
    assert (await inbox.deliver(source, sent)).status_code == 202
