"""Changes of identity stand in the event log, each for the right people."""

import pytest

from quarterdeck.infra.event_log import Event, read_after
from tests.identity.decks import PASSWORD, Deck, Person


@pytest.fixture
async def owner(deck: Deck) -> Person:
    return await deck.person(email="owner@example.org", password=PASSWORD)


async def told(deck: Deck, kind: str) -> Event:
    """The last event whose type is `kind`; there must be one."""
    async with deck.database.reading() as session:
        found = [event for event in await read_after(session, 0, 1_000) if event.type == kind]
    assert found, f"nothing told of {kind}"
    return found[-1]


async def types(deck: Deck) -> list[str]:
    async with deck.database.reading() as session:
        return [event.type for event in await read_after(session, 0, 1_000)]


async def test_accounts_are_told_to_administrators(deck: Deck, admin: Person) -> None:
    body = {"email": "new@example.org", "name": "New", "role": "user"}
    made = (await admin.client.post("/users", json=body)).json()
    created = await told(deck, "user.created")
    assert (created.subject_id, created.actor_id, created.data) == (made["id"], admin.id, {"role": "user"})
    assert (created.organization_id, created.user_id, created.scope) == (None, None, "users:manage")

    await admin.client.patch(f"/users/{made['id']}", json={"disabled": True})
    assert (await told(deck, "user.updated")).data == {"fields": ["disabled_at"]}
    await admin.client.delete(f"/users/{made['id']}")
    assert (await told(deck, "user.deleted")).subject_id == made["id"]


async def test_a_key_is_told_to_its_owner_even_when_somebody_else_revokes_it(
    deck: Deck, owner: Person, admin: Person
) -> None:
    body = {"name": "laptop", "scopes": ["repositories:read"]}
    key = (await owner.client.post("/auth/api-keys", json=body)).json()
    await owner.client.post(f"/auth/api-keys/{key['id']}/rotate", json={})
    await admin.client.delete(f"/auth/api-keys/{key['id']}")

    for kind, actor in (("api_key.created", owner), ("api_key.rotated", owner), ("api_key.revoked", admin)):
        event = await told(deck, kind)
        assert (event.subject_id, event.user_id, event.actor_id) == (key["id"], owner.id, actor.id)
        assert event.data == {"name": "laptop"}


async def test_an_organization_tells_its_members(deck: Deck, owner: Person, user: Person) -> None:
    made = (await owner.client.post("/organizations", json={"name": "Acme"})).json()
    base = f"/organizations/{made['id']}"
    await owner.client.patch(base, json={"description": "tools"})
    await owner.client.post(f"{base}/members", json={"user_id": user.id, "role": "viewer"})
    await owner.client.patch(f"{base}/members/{user.id}", json={"role": "member"})
    await owner.client.delete(f"{base}/members/{user.id}")
    await owner.client.delete(base)

    for kind in (
        "organization.created",
        "organization.updated",
        "member.added",
        "member.updated",
        "member.removed",
        "organization.deleted",
    ):
        event = await told(deck, kind)
        assert (event.organization_id, event.scope, event.actor_id) == (made["id"], "organizations:read", owner.id)
    assert (await told(deck, "member.updated")).data == {"user_id": user.id, "role": "member"}


async def test_a_person_learns_of_their_sessions_and_password(deck: Deck, owner: Person) -> None:
    signed = await owner.client.post("/auth/login", json={"username": owner.email, "password": PASSWORD})
    began = await told(deck, "session.began")
    assert (began.user_id, began.data["kind"], began.data["proof"]) == (owner.id, "token", "password")

    again = deck.client(signed.json()["access_token"])
    new = "five plain words will do too"
    changed = await again.post("/auth/me/password", json={"current_password": PASSWORD, "new_password": new})
    assert changed.status_code < 300
    assert (await told(deck, "password.changed")).user_id == owner.id
    await again.post("/auth/logout")
    assert (await told(deck, "session.ended")).subject_id == began.subject_id


async def test_what_was_refused_is_not_told(deck: Deck, owner: Person) -> None:
    before = await types(deck)

    await owner.client.post("/users", json={"email": "a@example.org", "name": "A", "role": "admin"})
    await owner.client.post("/organizations", json={"name": ""})

    assert await types(deck) == before
