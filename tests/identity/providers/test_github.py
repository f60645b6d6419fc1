"""GitHub, which is no OpenID provider: the account is its numeric id, the address its verified primary one."""

from typing import Any

import pytest

from tests.identity.decks import Deck, Person, error_of
from tests.identity.providers import walk
from tests.identity.providers.noted import refusals
from tests.servers.github import GitHub, address


async def refused(deck: Deck) -> Any:
    browser = deck.client()
    return await walk.arrive(browser, await walk.consent(await walk.depart(browser, "github")))


async def test_a_person_signs_in_with_github(deck: Deck, github: GitHub) -> None:
    browser = deck.client()
    sent = walk.query_of(await walk.depart(browser, "github"))
    assert sent["scope"] == "read:user user:email"
    assert "client_secret" not in sent

    welcome = (await walk.sign_in(browser, "github")).json()

    assert (welcome["user"]["email"], welcome["user"]["name"]) == ("ada@crew.example", "Ada Lovelace")
    identity = (await browser.get("/auth/identities")).json()["items"][0]
    assert (identity["provider"], identity["issuer"]) == ("github", github.url)


async def test_of_several_addresses_the_primary_one_counts(deck: Deck, github: GitHub) -> None:
    github.emails = [
        address("victim@crew.example", verified=False),
        address("ada.home@crew.example"),
        address("ada.work@crew.example", primary=True),
    ]

    assert (await walk.sign_in(deck.client(), "github")).json()["user"]["email"] == "ada.work@crew.example"


@pytest.mark.parametrize(
    "emails",
    [
        [],
        [address("ada@crew.example", primary=True, verified=False)],
        [address("ada@crew.example")],
        [address("ada@crew.example", primary=True), address("bo@crew.example", primary=True)],
        [{"email": "ada@crew.example", "primary": True}],
        [{"email": "ada@crew.example", "primary": True, "verified": "true"}],
        ["ada@crew.example"],
        {"message": "surprise"},
    ],
)
async def test_without_one_verified_primary_address_there_is_no_account(
    deck: Deck, admin: Person, github: GitHub, emails: Any
) -> None:
    github.user["email"] = "ada@crew.example"  # the public profile: anybody writes anything there
    github.emails = emails

    assert error_of(await refused(deck), 403)["code"] == "EMAIL_NOT_VERIFIED"
    assert await refusals(deck, admin) == ["EMAIL_NOT_VERIFIED"]


async def test_a_new_login_is_the_same_person_and_the_old_login_may_be_another(deck: Deck, github: GitHub) -> None:
    first = (await walk.sign_in(deck.client(), "github")).json()["user"]
    github.user["login"] = "ada-renamed"
    assert (await walk.sign_in(deck.client(), "github")).json()["user"]["id"] == first["id"]

    github.user |= {"id": 1_000_000, "login": "ada"}
    github.emails = [address("squatter@crew.example", primary=True)]

    assert (await walk.sign_in(deck.client(), "github")).json()["user"]["id"] != first["id"]


@pytest.mark.parametrize("number", [None, "583231", 0, -1, True, 1.5, [583231]])
async def test_an_answer_without_a_numeric_id_proves_nothing(deck: Deck, github: GitHub, number: object) -> None:
    github.user["id"] = number

    assert error_of(await refused(deck), 401)["code"] == "INVALID_PROVIDER_PROOF"


async def test_a_code_is_refused_the_second_time_by_github_itself(deck: Deck) -> None:
    browser = deck.client()
    used = walk.query_of(await walk.consent(await walk.depart(browser, "github")))
    fresh = await walk.consent(await walk.depart(browser, "github"))
    again = walk.with_query(fresh, code=used["code"])

    assert error_of(await walk.arrive(browser, again), 502)["code"] == "PROVIDER_REFUSED"


async def test_the_same_address_at_github_and_google_is_two_identities(deck: Deck, github: GitHub) -> None:
    await walk.sign_in(deck.client(), "google")

    assert error_of(await refused(deck), 409)["code"] == "ACCOUNT_EXISTS"
