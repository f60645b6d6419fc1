"""Signing in costs the same whoever is named, so that time tells nobody which accounts exist."""

import pytest
from pwdlib import PasswordHash

from quarterdeck.identity.users.passwords import Passwords
from quarterdeck.infra.metrics import DATABASE_QUERIES
from tests.identity.decks import PASSWORD, Deck
from tests.servers.hashing import CHEAP


class Counting(PasswordHash):
    """The cheap hasher, counting what it is asked."""

    verified = 0

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002 - pwdlib's own name
        self.verified += 1
        return super().verify(password, hash)


@pytest.mark.parametrize("name", ["ada@example.org", "blank@example.org", "nobody@example.org", "no address at all"])
async def test_every_failure_costs_one_hash_and_the_same_statements(deck: Deck, name: str) -> None:
    await deck.person(email="ada@example.org", password=PASSWORD)
    await deck.person(email="blank@example.org")
    counting = Counting(CHEAP.hashers)
    deck.use(passwords=Passwords(counting))
    before = DATABASE_QUERIES._value.get()

    answer = await deck.client().post("/auth/login", json={"username": name, "password": "not the password"})

    assert answer.status_code == 401
    assert counting.verified == 1
    assert DATABASE_QUERIES._value.get() - before == 9
