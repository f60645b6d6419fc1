"""The first start: one administrator, one organization, and a way in."""

import asyncio
from dataclasses import replace

import pytest
from pydantic import SecretStr

from quarterdeck.identity.api import ensure_first_admin, first_sign_in_link, make_local_credential
from quarterdeck.identity.first_start import BadAdminEmail
from quarterdeck.identity.users.errors import WeakPassword
from quarterdeck.identity.users.passwords import Passwords
from quarterdeck.infra.database import Database
from quarterdeck.infra.settings.security import SecuritySettings
from quarterdeck.kit.errors import NotConfigured
from tests.identity.decks import Deck

pytestmark = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


def with_admin(deck: Deck, email: str, password: str) -> tuple[Database, Passwords, SecuritySettings]:
    """What a first start uses, with these settings."""
    settings = deck.parts.settings
    wanted = {"admin_email": email, "admin_password": SecretStr(password)}
    deck.use(settings=replace(settings, security=settings.security.model_copy(update=wanted)))
    return deck.database, deck.parts.passwords, deck.parts.settings.security


async def test_the_named_administrator_is_made_and_can_sign_in(deck: Deck) -> None:
    start = with_admin(deck, "Captain@Example.org", "correct horse battery")

    made = await ensure_first_admin(*start)

    assert made.created
    body = {"username": "captain@example.org", "password": "correct horse battery", "cookies": True}
    browser = deck.client()
    assert (await browser.post("/auth/login", json=body)).status_code == 200
    assert (await browser.get("/auth/me")).json()["role"] == "admin"
    assert (await browser.get("/organizations")).json()["total"] == 1
    assert await first_sign_in_link(*start) is None


async def test_without_a_password_there_is_a_link_until_one_is_set(deck: Deck) -> None:
    start = with_admin(deck, "", "")
    token = await first_sign_in_link(*start)
    assert token is not None
    browser = deck.client()

    assert (await browser.post("/auth/sign-in-link", json={"token": token})).status_code == 200

    assert (await browser.get("/auth/me")).json()["must_set_password"] is True
    assert await first_sign_in_link(*start) is not None
    chosen = await browser.post("/auth/me/password", json={"new_password": "four plain words will do"})
    assert chosen.status_code == 204
    assert await first_sign_in_link(*start) is None


async def test_a_second_start_makes_nothing(deck: Deck) -> None:
    start = with_admin(deck, "captain@example.org", "correct horse battery")
    first = await ensure_first_admin(*start)

    second = await ensure_first_admin(*with_admin(deck, "other@example.org", "another horse battery"))

    assert (second.user_id, second.created) == (first.user_id, False)


async def test_of_five_processes_that_start_at_once_one_makes_the_administrator(deck: Deck) -> None:
    start = with_admin(deck, "captain@example.org", "correct horse battery")

    made = await asyncio.gather(*(ensure_first_admin(*start) for _ in range(5)))

    assert [start.created for start in made].count(True) == 1
    assert len({start.user_id for start in made}) == 1


async def test_settings_that_cannot_be_used_stop_the_start(deck: Deck) -> None:
    with pytest.raises(BadAdminEmail):
        await ensure_first_admin(*with_admin(deck, "no address", "correct horse battery"))
    with pytest.raises(WeakPassword):
        await ensure_first_admin(*with_admin(deck, "captain@example.org", "short"))


async def test_the_operator_of_the_machine_signs_in_as_the_administrator(deck: Deck) -> None:
    with pytest.raises(NotConfigured):
        await make_local_credential(deck.database, deck.parts.settings)
    made = await ensure_first_admin(*with_admin(deck, "captain@example.org", "correct horse battery"))

    client = deck.client(await make_local_credential(deck.database, deck.parts.settings))

    me = (await client.get("/auth/me")).json()
    assert (me["id"], me["credential"]) == (made.user_id, "local")
    assert (await client.get("/users")).status_code == 200
