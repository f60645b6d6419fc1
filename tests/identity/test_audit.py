"""The audit log over HTTP, on both databases."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import delete, update

from quarterdeck.identity.audit.models import audit_events
from quarterdeck.identity.audit.service import audit
from quarterdeck.kit.errors import Conflict
from tests.identity.decks import Deck, Person, error_of

pytestmark = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


async def events(admin: Person, **wanted: Any) -> list[dict[str, Any]]:
    found = await admin.client.get("/audit", params={"page_size": 100, **wanted})
    items: list[dict[str, Any]] = found.json()["items"]
    return items


async def verdict(admin: Person, **wanted: int) -> dict[str, Any]:
    found: dict[str, Any] = (await admin.client.get("/audit/verify", params=wanted)).json()
    return found


async def test_an_act_leaves_who_did_what_to_what(deck: Deck, admin: Person, user: Person) -> None:
    asked = await admin.client.patch(f"/users/{user.id}", json={"name": "A"}, headers={"X-Request-ID": "r-1"})
    assert asked.status_code == 200

    newest = (await events(admin))[0]

    assert (newest["actor_id"], newest["credential"], newest["action"]) == (admin.id, "token", "user.update")
    assert (newest["object_type"], newest["object_id"], newest["outcome"]) == ("user", user.id, "success")
    assert (newest["request_id"], newest["peer"]) == ("r-1", "127.0.0.1")
    assert newest["facts"] == {"fields": ["name"]}


async def test_failed_sign_ins_and_denied_access_are_told(deck: Deck, admin: Person, user: Person) -> None:
    await deck.client().post("/auth/login", json={"username": "user@example.org", "password": "canary"})
    error_of(await user.client.get("/audit"), 403)
    await deck.identity.deferred_writes.drain()

    failed = await events(admin, action="sign_in", outcome="failure")
    denied = await events(admin, action="access.denied")

    assert [event["actor_id"] for event in failed] == [None]
    assert [(event["actor_id"], event["facts"]) for event in denied] == [(user.id, {"scope": "audit:read"})]
    assert "canary" not in str(failed)


async def test_a_credential_that_failed_is_told_and_no_credential_is_not(deck: Deck, admin: Person) -> None:
    error_of(await deck.client("forged.token.here").get("/users"), 401)
    error_of(await deck.client(**{"X-API-Key": "qd_forged"}).get("/users"), 401)
    cookies = {"Cookie": "qd_session=forged", "Origin": "https://evil.example"}
    error_of(await deck.client(**cookies).post("/organizations", json={"name": "Evil"}), 403)
    error_of(await deck.client().get("/users"), 401)
    await deck.identity.deferred_writes.drain()

    assert [event["facts"] for event in await events(admin, action="access.denied")] == [
        {"reason": "cross_site"},
        {"reason": "unknown_credential", "offered": "x-api-key"},
        {"reason": "unknown_credential", "offered": "authorization"},
    ]


async def test_events_are_filtered_and_paged_newest_first(deck: Deck, admin: Person, user: Person) -> None:
    async with deck.database.writing() as session:
        for number in range(5):
            await audit(session, user.as_caller, "thing.do", "thing", f"t-{number}")
        await audit(session, admin.as_caller, "thing.undo", "thing", "t-4")

    assert [event["object_id"] for event in await events(admin, actor_id=user.id)] == [
        f"t-{n}" for n in (4, 3, 2, 1, 0)
    ]
    assert len(await events(admin, object_type="thing", object_id="t-4")) == 2
    assert len(await events(admin, action="thing.undo")) == 1
    moment = (await events(admin, action="thing.undo"))[0]["time"]
    assert len(await events(admin, since=moment)) == 1
    assert len(await events(admin, until=moment, object_type="thing")) == 5
    first = (await admin.client.get("/audit", params={"cursor": "", "page_size": 2})).json()
    rest = (await admin.client.get("/audit", params={"cursor": first["next_cursor"], "page_size": 2})).json()
    assert [event["seq"] for event in first["items"] + rest["items"]] == [6, 5, 4, 3]


@pytest.mark.parametrize("wrong", [{"since": "2026-01-01T00:00:00"}, {"action": "\u00e9"}, {"limit": 10**20}])
async def test_a_filter_that_is_not_right_is_refused(admin: Person, wrong: dict[str, Any]) -> None:
    error_of(await admin.client.get("/audit", params=wrong), 422)


async def test_what_was_rolled_back_left_nothing(deck: Deck, admin: Person) -> None:
    with pytest.raises(Conflict):
        await fail_after_recording(deck)

    assert await events(admin) == []


async def fail_after_recording(deck: Deck) -> None:
    async with deck.database.writing() as session:
        await audit(session, None, "thing.do", "thing", None)
        raise Conflict


async def test_an_untouched_log_is_valid_to_its_end(deck: Deck, admin: Person) -> None:
    await write(deck, 7)

    whole = await verdict(admin)
    part = await verdict(admin, limit=3)
    rest = await verdict(admin, after_seq=part["last_seq"])

    assert (whole["valid"], whole["checked"], whole["last_seq"], whole["complete"]) == (True, 7, 7, True)
    assert (part["valid"], part["checked"], part["complete"]) == (True, 3, False)
    assert (rest["valid"], rest["checked"], rest["complete"]) == (True, 4, True)
    assert rest["last_hash"] == whole["last_hash"] == (await events(admin))[0]["hash"]


async def test_an_empty_log_is_valid(admin: Person) -> None:
    empty = await verdict(admin)

    assert (empty["valid"], empty["checked"], empty["last_seq"]) == (True, 0, 0)
    error_of(await admin.client.get("/audit/verify", params={"after_seq": 5}), 404)


async def test_a_changed_row_is_named(deck: Deck, admin: Person) -> None:
    await write(deck, 5)
    async with deck.database.writing() as session:
        await session.run(update(audit_events).where(audit_events.c.seq == 3).values(outcome="denied"))

    broken = await verdict(admin)

    assert (broken["valid"], broken["broken_seq"], broken["complete"]) == (False, 3, False)


async def test_a_removed_row_is_named(deck: Deck, admin: Person) -> None:
    await write(deck, 5)
    async with deck.database.writing() as session:
        await session.run(delete(audit_events).where(audit_events.c.seq == 2))

    assert (await verdict(admin))["broken_seq"] == 2


async def test_writers_at_once_make_one_chain(deck: Deck, admin: Person) -> None:
    await asyncio.gather(*(write(deck, 2) for _ in range(10)))

    whole = await verdict(admin)

    assert (whole["valid"], whole["checked"]) == (True, 20)


async def write(deck: Deck, number: int) -> None:
    for _ in range(number):
        async with deck.database.writing() as session:
            await audit(session, None, "thing.do", "thing", None, number=number)
