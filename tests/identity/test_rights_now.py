"""Rights are those of this moment: whatever a credential was once given, its owner's role now decides."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from quarterdeck.identity.authentication.caller_cache import FRESH, LARGEST, AuthenticatedCaller, CallerCache
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.users.models import users
from quarterdeck.kit import clock
from tests.identity.decks import Deck, Person, error_of


async def test_a_demoted_persons_key_and_token_lose_their_rights_at_once(
    deck: Deck, admin: Person, user: Person
) -> None:
    key = deck.client(await deck.key(user, "organizations:write"))
    for client in (key, user.client):
        assert (await client.post("/organizations", json={"name": "Mine"})).status_code == 201

    await admin.client.patch(f"/users/{user.id}", json={"role": "readonly"})

    for client in (key, user.client):
        error_of(await client.post("/organizations", json={"name": "Mine"}), 403)


async def test_a_disabled_persons_key_and_token_stop_at_once_and_the_key_returns_with_them(
    deck: Deck, admin: Person, user: Person
) -> None:
    key = deck.client(await deck.key(user, "organizations:read"))
    assert (await key.get("/organizations")).status_code == 200

    await admin.client.patch(f"/users/{user.id}", json={"disabled": True})

    error_of(await key.get("/organizations"), 401)
    error_of(await user.client.get("/organizations"), 401)
    await admin.client.patch(f"/users/{user.id}", json={"disabled": False})
    assert (await key.get("/organizations")).status_code == 200
    error_of(await user.client.get("/organizations"), 401)


async def test_a_removed_persons_credentials_stop_at_once(deck: Deck, admin: Person, user: Person) -> None:
    key = deck.client(await deck.key(user, "organizations:read"))
    assert (await key.get("/organizations")).status_code == 200

    await admin.client.delete(f"/users/{user.id}")

    error_of(await key.get("/organizations"), 401)
    error_of(await user.client.get("/organizations"), 401)


async def test_a_change_by_another_process_is_seen_within_five_seconds(deck: Deck, user: Person) -> None:
    with clock.frozen(clock.now()):
        assert (await user.client.post("/organizations", json={"name": "Mine"})).status_code == 201
        async with deck.database.writing() as session:
            await session.run(update(users).where(users.c.id == user.id).values(role="readonly"))
        clock.advance(FRESH)

        error_of(await user.client.post("/organizations", json={"name": "Mine"}), 403)


async def test_two_credentials_that_begin_alike_are_told_apart(deck: Deck, user: Person) -> None:
    secret = await deck.key(user, "organizations:read")
    assert (await deck.client(secret).get("/organizations")).status_code == 200

    altered = secret[:-1] + ("0" if secret[-1] != "0" else "1")

    error_of(await deck.client(altered).get("/organizations"), 401)
    error_of(await deck.client(secret + "0").get("/organizations"), 401)


def test_the_cache_is_bounded_and_drops_the_oldest() -> None:
    cache, noon = CallerCache(), clock.now()
    known = AuthenticatedCaller(Caller("ada", "user", frozenset(), "key", "k"), noon + FRESH, "key:k")

    for number in range(LARGEST + 1):
        cache.put(number.to_bytes(4, "big"), known)

    assert cache.get((0).to_bytes(4, "big"), noon) is None
    assert cache.get((1).to_bytes(4, "big"), noon) is known
    assert cache.get((LARGEST).to_bytes(4, "big"), noon) is known


def test_what_is_not_fresh_is_not_known() -> None:
    cache, noon = CallerCache(), clock.now()
    known = AuthenticatedCaller(Caller("ada", "user", frozenset(), "key", "k"), noon + FRESH, "key:k")
    cache.put(b"x", known)

    assert cache.get(b"x", noon + FRESH - timedelta(microseconds=1)) is known
    assert cache.get(b"x", noon + FRESH) is None


@pytest.mark.parametrize("carrier", ["Authorization", "X-API-Key"])
async def test_the_limits_of_a_key_are_the_same_in_both_headers(deck: Deck, user: Person, carrier: str) -> None:
    secret = await deck.key(user, "organizations:read")
    limiter = deck.parts.limiter
    limiter._off = False
    limiter._numbers = limiter._numbers.model_copy(update={"rate_limit_profile": "default", "rate_limit_read": 3})
    prefix = "Bearer " if carrier == "Authorization" else ""
    other = "X-API-Key" if carrier == "Authorization" else "Authorization"

    for _ in range(3):
        assert (await deck.client(**{carrier: prefix + secret}).get("/organizations")).status_code == 200

    limited = await deck.client(**{carrier: prefix + secret}).get("/organizations")
    assert int(limited.headers["retry-after"]) >= 1
    error_of(limited, 429)
    moved = "Bearer " + secret if other == "Authorization" else secret
    error_of(await deck.client(**{other: moved}).get("/organizations"), 429)
