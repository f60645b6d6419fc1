"""Sources: who makes, sees and removes them, and what stays hidden."""

from datetime import timedelta

import pytest

from quarterdeck.events.api import purge_received
from quarterdeck.kit import clock
from quarterdeck.kit.ids import new_id
from tests.events.inbox import senders
from tests.events.inbox.conftest import Inbox
from tests.events.inbox.payloads import INVOICE
from tests.identity.decks import error_of


async def test_a_secret_is_shown_once_and_kept_sealed(inbox: Inbox) -> None:
    made = await inbox.source("generic")

    assert made["url"] == f"http://deck.test/webhooks/{made['id']}"
    assert made["secret"].startswith("whsec_")
    listed = await inbox.owner.client.get("/inbox/sources")
    read = await inbox.owner.client.get(f"/inbox/sources/{made['id']}")
    assert listed.json()["items"] == [read.json()]
    assert made["secret"] not in listed.text
    assert read.json() == {name: value for name, value in made.items() if name != "secret"}
    stored = (inbox.deck.parts.settings.server.data_dir / "quarterdeck.db-wal").read_bytes()
    assert made["secret"].encode() not in stored


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "bitbucket"},
        {"name": ""},
        {"secret": "short"},
        {"secret": "x" * 201},
        {"secret": "with spaces inside it"},
        {"secret": "sixteen-characters\r\n"},
        {"organization_id": new_id()},
        {"slug": "github"},
        {"keep_old_hours": 1},
    ],
)
async def test_a_source_that_is_not_right_is_refused(inbox: Inbox, change: dict[str, str]) -> None:
    body = {"name": "x", "kind": "generic", "organization_id": inbox.organization_id}

    error_of(await inbox.owner.client.post("/inbox/sources", json=body | change), 422)
    assert (await inbox.owner.client.post("/inbox/sources", json=body)).status_code == 201


async def test_the_sources_of_others_do_not_exist(inbox: Inbox) -> None:
    source = await inbox.source("generic")
    await inbox.deliver(source, senders.generic(source["secret"], INVOICE))
    delivery = (await inbox.deliveries())[0]["id"]
    stranger = await inbox.deck.person(email="stranger@example.org")
    await inbox.deck.organization(owner=stranger)

    for client, status in ((stranger.client, 404), (inbox.owner.client, 200)):
        assert (await client.get(f"/inbox/sources/{source['id']}")).status_code == status
        assert (await client.get(f"/inbox/deliveries/{delivery}")).status_code == status
    for attempt in (
        stranger.client.delete(f"/inbox/sources/{source['id']}"),
        stranger.client.post(f"/inbox/sources/{source['id']}/rotate-secret", json={}),
        stranger.client.post(f"/inbox/deliveries/{delivery}/reprocess"),
    ):
        error_of(await attempt, 404)
    assert (await stranger.client.get("/inbox/sources")).json()["items"] == []
    assert (await stranger.client.get("/inbox/deliveries", params={"source_id": source["id"]})).json()["items"] == []


async def test_a_viewer_neither_sees_nor_changes_sources_and_a_member_does(inbox: Inbox) -> None:
    source = await inbox.source("generic")
    viewer, member = await inbox.joined("viewer"), await inbox.joined("member")
    there, new = f"/inbox/sources/{source['id']}", {"name": "x", "kind": "generic"}

    assert (await viewer.client.get("/inbox/sources")).json()["total"] == 0
    for attempt in (
        viewer.client.get(there),
        viewer.client.post(f"{there}/rotate-secret", json={}),
        viewer.client.delete(there),
    ):
        error_of(await attempt, 404)
    assert error_of(await viewer.client.post("/inbox/sources", json=new), 403)["code"] == "NOT_A_MEMBER"

    assert (await member.client.get("/inbox/sources")).json()["total"] == 1
    assert (await member.client.post("/inbox/sources", json=new)).status_code == 201
    assert (await member.client.get(there)).json()["id"] == source["id"]
    assert (await member.client.post(f"{there}/rotate-secret", json={})).status_code == 200
    assert (await member.client.delete(there)).status_code == 204


async def test_a_removed_source_takes_what_it_delivered_with_it(inbox: Inbox) -> None:
    source, other = await inbox.source("generic"), await inbox.source("generic")
    for one in (source, other):
        await inbox.deliver(one, senders.generic(one["secret"], INVOICE))

    assert (await inbox.owner.client.delete(f"/inbox/sources/{source['id']}")).status_code == 204

    assert [delivery["source_id"] for delivery in await inbox.deliveries()] == [other["id"]]
    error_of(await inbox.deliver(source, senders.generic(source["secret"], INVOICE)), 401)
    assert [event.type for event in await inbox.events("inbox_source.")][-1] == "inbox_source.deleted"
    await inbox.work()
    assert [delivery["state"] for delivery in await inbox.deliveries()] == ["processed"]


async def test_old_deliveries_are_forgotten(inbox: Inbox) -> None:
    source = await inbox.source("generic")
    settings = inbox.deck.parts.settings
    noon = clock.now()
    with clock.frozen(noon):
        await inbox.deliver(source, senders.generic(source["secret"], INVOICE))
        clock.advance(timedelta(days=settings.inbox.inbox_keep_days - 1))
        await inbox.deliver(source, senders.generic(source["secret"], INVOICE))
        clock.advance(timedelta(days=1, seconds=1))
        async with inbox.deck.database.writing() as session:
            assert await purge_received(session, settings) == 1
    assert len(await inbox.deliveries()) == 1
