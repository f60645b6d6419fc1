"""API keys: what they open, how long, and who makes them."""

from datetime import UTC, datetime, timedelta

import pytest

from quarterdeck.identity.api_keys.format import make_key
from quarterdeck.kit import clock
from quarterdeck.kit.ids import new_id
from tests.identity.decks import Deck, Person, error_of

both_dialects = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


@both_dialects
async def test_a_key_is_shown_once_and_opens_what_its_scopes_name(deck: Deck, user: Person) -> None:
    made = await user.client.post("/auth/api-keys", json={"name": "CI", "scopes": ["organizations:read"]})

    assert made.status_code == 201
    secret = made.json()["key"]
    assert secret.startswith(made.json()["prefix"])
    client = deck.client(secret)
    assert (await client.get("/organizations")).status_code == 200
    error = error_of(await client.post("/organizations", json={"name": "Mine"}), 403)
    assert error["hint"] == "This needs the scope `organizations:write`"
    listed = await user.client.get("/auth/api-keys")
    assert listed.json()["total"] == 1
    assert secret.split("_")[2] not in listed.text


async def test_both_headers_carry_a_key_and_no_address_does(deck: Deck, user: Person) -> None:
    secret = await deck.key(user, "organizations:read")

    by_header = deck.client(**{"X-API-Key": secret})
    assert (await by_header.get("/organizations")).status_code == 200
    error_of(await deck.client().get("/organizations", params={"api_key": secret, "token": secret}), 401)


async def test_the_header_for_keys_takes_no_other_token(deck: Deck, user: Person) -> None:
    token = user.client.headers["Authorization"].removeprefix("Bearer ")

    error_of(await deck.client(**{"X-API-Key": token}).get("/auth/me"), 401)


async def test_a_key_lives_ninety_days_unless_said_otherwise(deck: Deck, user: Person) -> None:
    noon = clock.now()
    with clock.frozen(noon):
        client = deck.client(await deck.key(user, "organizations:read"))
        clock.advance(timedelta(days=90) - timedelta(seconds=1))
        assert (await client.get("/organizations")).status_code == 200
        clock.advance(timedelta(seconds=2))
        error_of(await client.get("/organizations"), 401)


@pytest.mark.parametrize(("days", "status"), [(1, 201), (366, 201), (367, 422), (0, 422), (-1, 422)])
async def test_a_key_expires_within_a_year(user: Person, days: int, status: int) -> None:
    noon = clock.now()
    with clock.frozen(noon):
        body = {"name": "x", "scopes": ["projects:read"], "expires_at": (noon + timedelta(days=days)).isoformat()}
        assert (await user.client.post("/auth/api-keys", json=body)).status_code == status


async def test_an_expiry_needs_its_time_zone(user: Person) -> None:
    body = {"name": "x", "scopes": ["projects:read"], "expires_at": "2027-01-01T00:00:00"}

    error_of(await user.client.post("/auth/api-keys", json=body), 422)


async def test_nobody_makes_a_key_that_reaches_beyond_themselves(deck: Deck) -> None:
    reader = await deck.person("readonly")

    refused = await reader.client.post("/auth/api-keys", json={"name": "x", "scopes": ["issues:write"]})
    made = await reader.client.post("/auth/api-keys", json={"name": "x", "scopes": ["issues:read"]})

    assert error_of(refused, 403)["code"] == "SCOPES_BEYOND_OWN"
    assert made.status_code == 201


@pytest.mark.parametrize("scopes", [[], ["*"], ["admin"], "projects:read", None, [""], ["projects:read "]])
async def test_scopes_are_named_one_by_one(user: Person, scopes: object) -> None:
    error_of(await user.client.post("/auth/api-keys", json={"name": "x", "scopes": scopes}), 422)


async def test_a_key_makes_no_keys(deck: Deck, admin: Person) -> None:
    client = deck.client(await deck.key(admin, "users:manage", "projects:read"))

    error_of(await client.post("/auth/api-keys", json={"name": "x", "scopes": ["projects:read"]}), 403)


@both_dialects
async def test_a_rotated_key_has_another_secret_and_the_old_one_stops_at_once(deck: Deck, user: Person) -> None:
    old = deck.client(await deck.key(user, "organizations:read"))
    assert (await old.get("/organizations")).status_code == 200
    key_id = (await user.client.get("/auth/api-keys")).json()["items"][0]["id"]

    rotated = await user.client.post(f"/auth/api-keys/{key_id}/rotate", json={})

    assert rotated.json()["id"] == key_id
    assert rotated.json()["rotated_at"] is not None
    error_of(await old.get("/organizations"), 401)
    assert (await deck.client(rotated.json()["key"]).get("/organizations")).status_code == 200


@both_dialects
async def test_a_revoked_key_stops_at_once(deck: Deck, user: Person) -> None:
    client = deck.client(await deck.key(user, "organizations:read"))
    assert (await client.get("/organizations")).status_code == 200
    key_id = (await user.client.get("/auth/api-keys")).json()["items"][0]["id"]

    assert (await user.client.delete(f"/auth/api-keys/{key_id}")).status_code == 204

    error_of(await client.get("/organizations"), 401)


async def test_somebody_elses_key_does_not_exist(deck: Deck, user: Person) -> None:
    await deck.key(user, "projects:read")
    key_id = (await user.client.get("/auth/api-keys")).json()["items"][0]["id"]
    bo = await deck.person()

    foreign = error_of(await bo.client.delete(f"/auth/api-keys/{key_id}"), 404)
    absent = error_of(await bo.client.delete(f"/auth/api-keys/{new_id()}"), 404)

    assert foreign["message"] == absent["message"]
    error_of(await bo.client.post(f"/auth/api-keys/{key_id}/rotate", json={}), 404)
    assert (await user.client.get("/auth/api-keys")).json()["total"] == 1


async def test_an_administrator_makes_lists_and_revokes_the_keys_of_others(deck: Deck, admin: Person) -> None:
    robot = await deck.person("agent", "robot@example.org")
    body = {"name": "robot", "scopes": ["issues:write"], "user_id": robot.id}

    made = await admin.client.post("/auth/api-keys", json=body)
    beyond = await admin.client.post("/auth/api-keys", json=body | {"scopes": ["docker:run"]})

    assert error_of(beyond, 403)["code"] == "SCOPES_BEYOND_OWN"
    assert (await deck.client(made.json()["key"]).get("/auth/me")).json()["id"] == robot.id
    listed = await admin.client.get("/auth/api-keys", params={"user_id": robot.id})
    assert [key["id"] for key in listed.json()["items"]] == [made.json()["id"]]
    assert (await admin.client.delete(f"/auth/api-keys/{made.json()['id']}")).status_code == 204


async def test_nobody_else_makes_or_lists_the_keys_of_others(deck: Deck, admin: Person, user: Person) -> None:
    body = {"name": "x", "scopes": ["projects:read"], "user_id": admin.id}

    error_of(await user.client.post("/auth/api-keys", json=body), 404)
    error_of(await user.client.get("/auth/api-keys", params={"user_id": admin.id}), 404)
    error_of(await user.client.get("/auth/api-keys", params={"user_id": new_id()}), 404)


async def test_only_an_administrator_gives_a_key_its_own_limit(admin: Person, user: Person) -> None:
    body = {"name": "x", "scopes": ["projects:read"], "requests_per_minute": 1000}

    error_of(await user.client.post("/auth/api-keys", json=body), 403)
    assert (await admin.client.post("/auth/api-keys", json=body)).json()["requests_per_minute"] == 1000


async def test_use_is_noted_at_most_once_a_minute(deck: Deck, user: Person) -> None:
    noon = datetime.now(UTC).replace(microsecond=0)
    with clock.frozen(noon):
        client = deck.client(await deck.key(user, "organizations:read"))

        async def last_used() -> str:
            await deck.identity.deferred_writes.drain()
            found: str = (await user.client.get("/auth/api-keys")).json()["items"][0]["last_used_at"]
            return found

        assert await last_used() is None
        await client.get("/organizations")
        assert await last_used() == clock.isoformat(noon)
        clock.advance(timedelta(seconds=54))
        await client.get("/organizations")
        assert await last_used() == clock.isoformat(noon)
        clock.advance(timedelta(seconds=6))
        await client.get("/organizations")
        assert await last_used() == clock.isoformat(noon + timedelta(minutes=1))


async def test_a_key_with_a_known_id_and_another_secret_is_refused(deck: Deck, user: Person) -> None:
    await deck.key(user, "organizations:read")
    key_id = (await user.client.get("/auth/api-keys")).json()["items"][0]["id"]

    error_of(await deck.client(make_key(key_id).secret).get("/organizations"), 401)


@pytest.mark.parametrize(
    "carrier", ["' OR 1=1 --", "qd_x' UNION SELECT 1 --_y_z", "qd_", "x" * 5000, "qd_" + "0" * 32 + "_" + "A" * 43]
)
async def test_what_is_no_key_gets_the_same_answer_in_every_carrier(deck: Deck, carrier: str) -> None:
    answers = [
        error_of(await deck.client(carrier).get("/organizations"), 401),
        error_of(await deck.client(**{"X-API-Key": carrier}).get("/organizations"), 401),
        error_of(await deck.client(Authorization=f"Basic {carrier}").get("/organizations"), 401),
        error_of(await deck.client().get("/organizations"), 401),
    ]

    assert len({answer["message"] for answer in answers}) == 1
