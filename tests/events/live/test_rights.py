"""Who sees which event: the audience it was written for, as it is at that moment."""

import asyncio
from dataclasses import replace

import pytest

from quarterdeck.events.live.visibility import may_see
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.roles import ROLE_SCOPES
from quarterdeck.infra.event_log import Event
from quarterdeck.kit.clock import now
from tests.events.live.following import HAPPENED, Follower, LiveDeck, frame, subjects

BOTH_DATABASES = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
LAST = "last"


def event(**audience: str) -> Event:
    given = {"scope": None, "organization_id": None, "user_id": None} | audience
    return Event(1, "e", now(), "thing.happened", "thing", "x", actor_id=None, request_id=None, data={}, **given)


def caller(role: str = "user", *scopes: str, **organizations: str) -> Caller:
    return Caller("ada", role, frozenset(scopes or ROLE_SCOPES[role]), "token", "s", organizations)  # type: ignore[arg-type]


MATRIX = {
    # event, who sees it: admin, member of acme, stranger, ada herself
    "of an organization": (event(organization_id="acme"), "admin member"),
    "of an organization, about ada": (event(organization_id="acme", user_id="ada"), "admin member"),
    "ada's own": (event(user_id="ada"), "admin member stranger"),
    "bob's own": (event(user_id="bob"), ""),
    "for administrators": (event(), "admin"),
    "of an organization, scoped": (event(organization_id="acme", scope="repositories:read"), "admin member"),
    "for administrators, scoped": (event(scope="users:manage"), "admin"),
    "of an organization, scoped beyond": (event(organization_id="acme", scope="audit:read"), "admin"),
}
READERS = {"admin": caller("admin"), "member": caller(acme="viewer"), "stranger": caller(other="owner")}


@pytest.mark.parametrize("case", MATRIX)
def test_the_audience_of_an_event(case: str) -> None:
    told, seen_by = MATRIX[case]

    assert {name for name, reader in READERS.items() if may_see(reader, told)} == set(seen_by.split())


def test_a_key_sees_no_more_than_its_scopes() -> None:
    scoped = event(organization_id="acme", scope="repositories:read")

    assert may_see(caller("user", "repositories:read", acme="viewer"), scoped)
    assert not may_see(caller("user", "projects:read", acme="viewer"), scoped)
    assert not may_see(caller("admin", "projects:read"), scoped)


def by(credential: str, *scopes: str) -> Caller:
    return replace(caller("user", *scopes), credential=credential)  # type: ignore[arg-type]


@pytest.mark.parametrize("credential", ["key", "oauth"])
def test_what_is_for_a_person_is_not_for_their_programs_unless_a_scope_lets_them(credential: str) -> None:
    own, scoped = event(user_id="ada"), event(user_id="ada", scope="repositories:read")

    assert not may_see(by(credential, "models:read"), own)
    assert not may_see(by(credential, *ROLE_SCOPES["user"]), own)
    assert not may_see(by(credential, "models:read"), scoped)
    assert may_see(by(credential, "repositories:read"), scoped)


@pytest.mark.parametrize("credential", ["session", "token", "local"])
def test_a_person_sees_what_is_for_them_however_they_signed_in(credential: str) -> None:
    assert may_see(by(credential), event(user_id="ada"))
    assert not may_see(by(credential), event(user_id="bob"))


async def test_a_key_learns_nothing_of_sign_ins_and_other_keys(deck: LiveDeck, user: Follower) -> None:
    key = await deck.key(user, "models:read")
    await deck.emit("session", user_id=user.id, data={"ip": "192.0.2.1"})

    by_key = (await deck.client(key).get("/events")).json()
    by_person = (await user.client.get("/events")).json()

    assert by_key == {"items": [], "next_seq": by_person["next_seq"], "resync": None}
    assert {"api_key.created", HAPPENED} <= {item["type"] for item in by_person["items"]}


@BOTH_DATABASES
async def test_each_reader_gets_their_own_part_on_every_road(deck: LiveDeck, admin: Follower, user: Follower) -> None:
    stranger, key = await deck.follower(email="stranger@example.org"), await deck.key(user, "projects:read")
    acme = await deck.organization(member=user)
    by_key = {"Authorization": f"Bearer {key}"}
    expected = {
        "admin": (admin.bearer, ["acme", "scoped", "for admins", LAST]),
        "member": (user.bearer, ["acme", "scoped", "user's", "user's for keys", LAST]),
        "key": (by_key, ["acme", "user's for keys", LAST]),
        "stranger": (stranger.bearer, [LAST]),
    }

    listening = asyncio.Barrier(len(expected) + 1)

    async with asyncio.TaskGroup() as readers:
        live = {
            name: readers.create_task(_both_roads(deck, bearer, len(names), listening))
            for name, (bearer, names) in expected.items()
        }
        await listening.wait()
        await deck.emit("acme", organization_id=acme)
        await deck.emit("scoped", organization_id=acme, scope="repositories:read")
        await deck.emit("for admins")
        await deck.emit("user's", user_id=user.id)
        await deck.emit("user's for keys", user_id=user.id, scope="projects:read")
        everybody = await deck.organization(owner=admin, member=user, viewer=stranger)
        await deck.emit(LAST, organization_id=everybody)

    for name, (bearer, names) in expected.items():
        page = (
            await deck.client(bearer["Authorization"].removeprefix("Bearer ")).get(
                "/events", params={"types": HAPPENED}
            )
        ).json()
        assert live[name].result() == (names, names), name
        assert [item["subject"]["id"] for item in page["items"]] == names, name


@BOTH_DATABASES
async def test_who_leaves_an_organization_hears_no_more_of_it_on_a_stream_that_is_open(
    deck: LiveDeck, admin: Follower, user: Follower
) -> None:
    stays = await deck.follower(email="stays@example.org")
    acme = await deck.organization(owner=stays, member=user)

    async with (
        deck.stream(user.bearer) as stream,
        deck.socket(headers=user.bearer) as socket,
        deck.stream(stays.bearer) as lawful,
    ):
        await deck.emit("while in", organization_id=acme)
        assert await stream.subjects(1) == await subjects(socket, 1) == await lawful.subjects(1) == ["while in"]
        removed = await stays.client.delete(f"/organizations/{acme}/members/{user.id}")
        assert removed.status_code == 204
        await deck.emit("after", organization_id=acme)
        await deck.emit("own", user_id=user.id)

        assert await stream.subjects(1) == await subjects(socket, 1) == ["own"]
        assert (await lawful.subjects(1))[0] == "after"


async def test_who_joins_an_organization_hears_of_it_on_a_stream_that_is_open(
    deck: LiveDeck, admin: Follower, user: Follower
) -> None:
    acme = await deck.organization(owner=admin)

    async with deck.stream(user.bearer) as stream, deck.socket(headers=user.bearer) as socket:
        await frame(socket, "sync")
        await deck.emit("before", organization_id=acme)
        await admin.client.post(f"/organizations/{acme}/members", json={"user_id": user.id, "role": "viewer"})
        await deck.emit("after", organization_id=acme)

        assert (await stream.subjects(1))[0] == "after"
        assert (await subjects(socket, 1))[0] == "after"


async def test_a_lesser_role_counts_on_a_stream_that_is_open(deck: LiveDeck, admin: Follower) -> None:
    second = await deck.follower("admin", "second@example.org")

    async with deck.stream(second.bearer) as stream:
        await deck.emit("as admin")
        assert await stream.subjects(1) == ["as admin"]
        await admin.client.patch(f"/users/{second.id}", json={"role": "user"})
        await deck.emit("for admins")
        await deck.emit("own", user_id=second.id)
        assert await stream.subjects(1) == ["own"]


async def _both_roads(
    deck: LiveDeck, bearer: dict[str, str], count: int, listening: asyncio.Barrier
) -> tuple[list[str], list[str]]:
    async with deck.stream(bearer) as stream, deck.socket(headers=bearer) as socket:
        await stream.next()
        await frame(socket, "sync")
        await listening.wait()
        return await stream.subjects(count), await subjects(socket, count)
