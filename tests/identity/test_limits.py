"""Rate limits by class and by kind of caller, with the documents' own numbers."""

import pytest

from quarterdeck.infra.settings import Settings
from tests.identity.decks import PASSWORD, Deck, Person, error_of


@pytest.fixture
def identity_settings(settings: Settings) -> Settings:
    """The default limits."""
    return settings


async def test_a_token_reads_thirty_times_a_minute(user: Person) -> None:
    answers = [await user.client.get("/organizations") for _ in range(31)]

    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert answers[0].headers["ratelimit-limit"] == "30"
    assert answers[29].headers["ratelimit-remaining"] == "0"
    assert 1 <= int(answers[30].headers["retry-after"]) <= 60


async def test_a_token_creates_ten_times_and_deletes_five_times_a_minute(user: Person) -> None:
    made = [await user.client.post("/organizations", json={"name": "Mine"}) for _ in range(11)]
    gone = [await user.client.delete(f"/organizations/{answer.json()['id']}") for answer in made[:6]]

    assert [answer.status_code for answer in made] == [201] * 10 + [429]
    assert [answer.status_code for answer in gone] == [204] * 5 + [429]


async def test_a_person_in_the_console_has_numbers_to_work_with(deck: Deck) -> None:
    await deck.person(email="ada@example.org", password=PASSWORD)
    browser = deck.client()
    await browser.post("/auth/login", json={"username": "ada@example.org", "password": PASSWORD, "cookies": True})

    answer = await browser.get("/organizations")

    assert answer.headers["ratelimit-limit"] == "600"


async def test_a_key_with_its_own_limit_has_that_one(deck: Deck, admin: Person) -> None:
    body = {"name": "x", "scopes": ["organizations:read"], "requests_per_minute": 2}
    client = deck.client((await admin.client.post("/auth/api-keys", json=body)).json()["key"])

    assert [(await client.get("/organizations")).status_code for _ in range(3)] == [200, 200, 429]


async def test_two_keys_of_one_person_are_counted_apart(deck: Deck, user: Person) -> None:
    first, second = [deck.client(await deck.key(user, "organizations:read")) for _ in range(2)]
    for _ in range(30):
        await first.get("/organizations")

    error_of(await first.get("/organizations"), 429)
    assert (await second.get("/organizations")).status_code == 200


async def test_knocking_without_a_credential_is_limited_to_a_hundred_an_hour(deck: Deck) -> None:
    anonymous = deck.client()
    for _ in range(100):
        error_of(await anonymous.get("/organizations"), 401)

    error_of(await anonymous.get("/organizations"), 429)
    error_of(await deck.client(peer="10.0.0.9").get("/organizations"), 401)
