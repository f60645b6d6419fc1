"""Which account an identity leads to: its own. An e-mail address neither links nor opens anything by itself."""

from dataclasses import replace
from typing import Any

import pytest

from tests.identity.decks import PASSWORD, Deck, Person, error_of
from tests.identity.providers import walk
from tests.identity.providers.noted import refusals
from tests.servers.issuer import Issuer


async def refused(deck: Deck, provider: str = "google") -> Any:
    browser = deck.client()
    return await walk.arrive(browser, await walk.consent(await walk.depart(browser, provider)))


def with_rule(deck: Deck, rule: str, *allowlist: str) -> None:
    settings = deck.parts.settings
    settings = replace(
        settings,
        providers=settings.providers.model_copy(update={"provider_sign_up": rule}),
        security=settings.security.model_copy(update={"user_whitelist": allowlist}),
    )
    deck.use(settings=settings)


async def total(admin: Person) -> int:
    count: int = (await admin.client.get("/users")).json()["total"]
    return count


@pytest.mark.parametrize("verified", [False, None, "true", 1, "yes", [True]])
async def test_an_address_nobody_verified_makes_no_account(
    deck: Deck, admin: Person, issuer: Issuer, verified: object
) -> None:
    issuer.person["email_verified"] = verified

    answer = await refused(deck)

    assert error_of(answer, 403)["code"] == "EMAIL_NOT_VERIFIED"
    assert await refusals(deck, admin) == ["EMAIL_NOT_VERIFIED"]
    assert await total(admin) == 1


@pytest.mark.parametrize("email", [None, "", "ada", "ada@", 7, ["ada@crew.example"], "ada@crew.example\n@evil.example"])
async def test_what_is_no_address_makes_no_account(deck: Deck, admin: Person, issuer: Issuer, email: object) -> None:
    issuer.person["email"] = email

    assert error_of(await refused(deck), 403)["code"] == "EMAIL_NOT_VERIFIED"
    assert await total(admin) == 1


@pytest.mark.parametrize(
    "claimed", ["ada@crew.example", "ADA@Crew.Example", "\uff41da@crew.example", "ada@crew\u3002example"]
)
async def test_the_address_of_an_account_does_not_open_it(
    deck: Deck, admin: Person, issuer: Issuer, claimed: str
) -> None:
    """However it is written, and although the issuer calls it verified."""
    owner = await deck.person(email="ada@crew.example", password=PASSWORD)
    issuer.person["email"] = claimed

    answer = await refused(deck)

    error = error_of(answer, 409)
    assert error["code"] == "ACCOUNT_EXISTS"
    assert "link" in error["message"]
    assert await refusals(deck, admin) == ["ACCOUNT_EXISTS"]
    assert (await owner.client.get("/auth/identities")).json()["total"] == 0


async def test_the_same_address_at_a_second_issuer_is_somebody_else(
    deck: Deck, admin: Person, second_issuer: Issuer
) -> None:
    first = (await walk.sign_in(deck.client(), "google")).json()

    answer = await refused(deck, "corp")

    assert error_of(answer, 409)["code"] == "ACCOUNT_EXISTS"
    assert await total(admin) == 2
    assert (await walk.sign_in(deck.client(), "google")).json()["user"]["id"] == first["user"]["id"]


async def test_the_same_subject_at_a_second_issuer_is_somebody_else(deck: Deck, second_issuer: Issuer) -> None:
    first = (await walk.sign_in(deck.client(), "google")).json()
    second_issuer.person["email"] = "bo@crew.example"

    second = (await walk.sign_in(deck.client(), "corp")).json()

    assert second["user"]["id"] != first["user"]["id"]


async def test_another_subject_with_the_address_of_the_first_is_somebody_else(deck: Deck, issuer: Issuer) -> None:
    """The provider gave the address to another person."""
    await walk.sign_in(deck.client(), "google")
    issuer.person["sub"] = "another"

    assert error_of(await refused(deck), 409)["code"] == "ACCOUNT_EXISTS"


LOOK_ALIKES = {
    "dotless i": "v\u0131ctim@crew.example",
    "Cyrillic a": "vict\u0456m@crew.example",
    "domain in Cyrillic": "victim@\u0441rew.example",
    "domain in punycode": "victim@xn--rew-6kd.example",
    "a longer domain": "victim@crew.example.evil.example",
    "a domain in front": "victim@evil-crew.example",
    "a subdomain": "victim@mail.crew.example",
}


@pytest.mark.parametrize("claimed", LOOK_ALIKES.values(), ids=LOOK_ALIKES.keys())
async def test_a_look_alike_is_never_taken_for_the_account(
    deck: Deck, admin: Person, issuer: Issuer, claimed: str
) -> None:
    victim = await deck.person(email="victim@crew.example", password=PASSWORD)
    issuer.person["email"] = claimed
    with_rule(deck, "whitelist", "victim@crew.example")

    answer = await refused(deck)

    assert error_of(answer, 403)["code"] in {"SIGN_UP_NOT_ALLOWED", "EMAIL_NOT_VERIFIED"}
    assert (await victim.client.get("/auth/identities")).json()["total"] == 0


async def test_compatibility_forms_meet_their_plain_twin_in_the_whitelist(deck: Deck, issuer: Issuer) -> None:
    """The Kelvin sign is a K, a full-width letter is that letter: in addresses and in the list alike."""
    issuer.person["email"] = "\u212aim@crew.example"
    with_rule(deck, "whitelist", "kim@crew.example")

    assert (await walk.sign_in(deck.client(), "google")).json()["user"]["email"] == "kim@crew.example"


@pytest.mark.parametrize(
    "entry", ["b\u00fccher.example", "xn--bcher-kva.example", "@B\u00dcCHER.example", "A@b\u00fccher.example"]
)
async def test_a_whitelist_entry_is_read_in_the_same_form(deck: Deck, issuer: Issuer, entry: str) -> None:
    issuer.person["email"] = "a@B\u00fccher.example"
    with_rule(deck, "whitelist", entry)

    assert (await walk.sign_in(deck.client(), "google")).json()["user"]["email"] == "a@xn--bcher-kva.example"


async def test_an_address_that_is_not_listed_makes_no_account(deck: Deck, admin: Person, issuer: Issuer) -> None:
    issuer.person["email"] = "eve@evil.example"

    assert error_of(await refused(deck), 403)["code"] == "SIGN_UP_NOT_ALLOWED"
    assert await total(admin) == 1


async def test_an_empty_whitelist_lets_nobody_sign_up_by_default(deck: Deck, admin: Person) -> None:
    with_rule(deck, "whitelist")

    assert error_of(await refused(deck), 403)["code"] == "SIGN_UP_NOT_ALLOWED"
    assert await total(admin) == 1


async def test_anyone_means_anyone_verified(deck: Deck, issuer: Issuer) -> None:
    with_rule(deck, "anyone")
    issuer.person["email"] = "anybody@anywhere.example"
    assert (await walk.sign_in(deck.client(), "google")).status_code == 200

    issuer.person |= {"sub": "other", "email": "other@anywhere.example", "email_verified": False}
    assert error_of(await refused(deck), 403)["code"] == "EMAIL_NOT_VERIFIED"


async def test_anyone_is_still_bound_by_a_whitelist(deck: Deck, issuer: Issuer) -> None:
    with_rule(deck, "anyone", "crew.example")
    issuer.person["email"] = "eve@evil.example"

    assert error_of(await refused(deck), 422)["code"] == "EMAIL_NOT_ALLOWED"


async def test_invited_means_an_open_invitation_to_the_verified_address(
    deck: Deck, admin: Person, issuer: Issuer
) -> None:
    with_rule(deck, "invited")
    assert error_of(await refused(deck), 403)["code"] == "SIGN_UP_NOT_ALLOWED"
    organization = await deck.organization(owner=admin)
    address = f"/organizations/{organization}/invitations"
    invited = (await admin.client.post(address, json={"email": "Ada@crew.example", "role": "member"})).json()

    assert (await walk.sign_in(deck.client(), "google")).json()["user"]["email"] == "ada@crew.example"

    issuer.person |= {"sub": "other", "email": "bo@crew.example"}
    revoked = (await admin.client.post(address, json={"email": "bo@crew.example", "role": "member"})).json()
    await admin.client.delete(f"{address}/{revoked['id']}")
    assert invited["id"] != revoked["id"]
    assert error_of(await refused(deck), 403)["code"] == "SIGN_UP_NOT_ALLOWED"


async def test_a_disabled_account_stays_closed_until_it_is_enabled(deck: Deck, admin: Person) -> None:
    user = (await walk.sign_in(deck.client(), "google")).json()["user"]
    await admin.client.patch(f"/users/{user['id']}", json={"disabled": True})
    assert error_of(await refused(deck), 403)["code"] == "ACCOUNT_DISABLED"

    await admin.client.patch(f"/users/{user['id']}", json={"disabled": False})

    assert (await walk.sign_in(deck.client(), "google")).status_code == 200


async def test_an_account_that_was_removed_takes_its_identity_with_it(deck: Deck, admin: Person) -> None:
    first = (await walk.sign_in(deck.client(), "google")).json()["user"]
    assert (await admin.client.delete(f"/users/{first['id']}")).status_code == 204

    second = (await walk.sign_in(deck.client(), "google")).json()["user"]

    assert second["id"] != first["id"]


async def test_a_name_is_shown_as_it_can_be_shown(deck: Deck, issuer: Issuer) -> None:
    issuer.person["name"] = "  Ada\u202e\x07 \n Lovelace " + "x" * 300

    name = (await walk.sign_in(deck.client(), "google")).json()["user"]["name"]

    assert name.startswith("Ada Lovelace xxx")
    assert len(name) == 200
