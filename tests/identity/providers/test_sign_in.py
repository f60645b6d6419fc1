"""Signing in through a provider, from the button to the session."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.identity.decks import Deck, Person, error_of
from tests.identity.providers import walk
from tests.servers.issuer import Issuer


async def test_the_sign_in_page_learns_which_providers_there_are(deck: Deck) -> None:
    answer = await deck.client().get("/auth/providers")

    assert answer.json() == {
        "items": [
            {"name": "google", "label": "Google"},
            {"name": "github", "label": "GitHub"},
            {"name": "corp", "label": "Corp"},
        ]
    }


async def test_the_browser_is_sent_off_with_state_nonce_and_challenge(deck: Deck, issuer: Issuer) -> None:
    parts = urlsplit(await walk.depart(deck.client(), "google"))
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}

    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{issuer.url}/authorize"
    assert query["redirect_uri"] == "http://deck.test/api/v1/auth/google/callback"
    assert query["code_challenge_method"] == "S256"
    assert all(len(query[name]) == 43 for name in ("state", "nonce", "code_challenge"))
    assert "client_secret" not in query


async def test_a_whitelisted_person_gets_an_account_and_a_session(deck: Deck) -> None:
    browser = deck.client()

    welcome = (await walk.sign_in(browser, "google", return_to="/console/repositories")).json()

    assert (welcome["access_token"], welcome["refresh_token"]) == (None, None)
    assert (welcome["user"]["email"], welcome["user"]["role"]) == ("ada@crew.example", "user")
    assert welcome["return_to"] == "/console/repositories"
    me = (await browser.get("/auth/me")).json()
    assert (me["id"], me["credential"]) == (welcome["user"]["id"], "session")


async def test_the_second_sign_in_finds_the_same_account_whatever_its_address_is_now(
    deck: Deck, issuer: Issuer
) -> None:
    first = (await walk.sign_in(deck.client(), "google")).json()
    issuer.person |= {"email": "ada.king@elsewhere.example", "email_verified": False}

    second = (await walk.sign_in(deck.client(), "google")).json()

    assert second["user"]["id"] == first["user"]["id"]
    assert second["user"]["email"] == "ada@crew.example"


async def test_the_token_reaches_the_console_behind_the_hash(deck: Deck) -> None:
    browser = deck.client()
    token = await walk.temporary_token(browser, "google", return_to="/console/account?tab=keys")

    answer = await browser.get("/auth/login-success-redirect", params={"token": token})

    parts = urlsplit(answer.headers["location"])
    assert (parts.scheme, parts.netloc, parts.path, parts.query) == ("", "", "/console/signed-in", "")
    assert parse_qs(parts.fragment) == {"token": [token], "return_to": ["/console/account?tab=keys"]}
    assert (await walk.exchange(browser, token)).status_code == 200


async def test_the_document_s_get_does_the_same(deck: Deck) -> None:
    browser = deck.client()
    token = await walk.temporary_token(browser, "google")

    answer = await browser.get("/auth/validate-token", params={"token": token})

    assert answer.status_code == 200
    assert (await browser.get("/auth/me")).status_code == 200


async def test_a_session_through_a_provider_is_listed_and_can_be_ended(deck: Deck) -> None:
    browser = deck.client()
    await walk.sign_in(browser, "google")

    session = (await browser.get("/auth/sessions")).json()["items"][0]
    assert (await browser.delete(f"/auth/sessions/{session['id']}")).status_code == 204

    error_of(await browser.get("/auth/me"), 401)


async def test_an_issuer_that_keeps_the_address_for_userinfo_is_asked_there(deck: Deck, issuer: Issuer) -> None:
    issuer.userinfo = {"sub": issuer.person["sub"], "email": issuer.person.pop("email"), "email_verified": True}

    welcome = (await walk.sign_in(deck.client(), "google")).json()

    assert welcome["user"]["email"] == "ada@crew.example"


async def test_userinfo_about_somebody_else_is_no_proof(deck: Deck, issuer: Issuer) -> None:
    issuer.userinfo = {"sub": "another", "email": issuer.person.pop("email"), "email_verified": True}
    browser = deck.client()

    refused = await walk.arrive(browser, await walk.consent(await walk.depart(browser, "google")))

    assert error_of(refused, 401)["code"] == "INVALID_PROVIDER_PROOF"


async def test_a_token_endpoint_that_takes_no_basic_gets_the_secret_in_the_form(deck: Deck, issuer: Issuer) -> None:
    issuer.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}

    assert (await walk.sign_in(deck.client(), "google")).status_code == 200


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
async def test_fifty_first_sign_ins_at_once_make_one_account_and_no_administrator(deck: Deck, admin: Person) -> None:
    browsers = [deck.client() for _ in range(50)]
    callbacks = [await walk.consent(await walk.depart(browser, "google")) for browser in browsers]

    arrived = await asyncio.gather(*(walk.arrive(each, back) for each, back in zip(browsers, callbacks, strict=True)))

    assert [answer.status_code for answer in arrived] == [303] * 50
    welcomed = [
        await walk.exchange(each, walk.token_in(answer)) for each, answer in zip(browsers, arrived, strict=True)
    ]
    assert len({answer.json()["user"]["id"] for answer in welcomed}) == 1
    listed = (await admin.client.get("/users", params={"page_size": 100})).json()["items"]
    assert sorted((user["email"], user["role"]) for user in listed) == [
        ("ada@crew.example", "user"),
        ("admin@example.org", "admin"),
    ]


async def test_every_step_is_in_the_audit_log(deck: Deck, admin: Person) -> None:
    await walk.sign_in(deck.client(), "google")

    events = (await admin.client.get("/audit", params={"page_size": 100})).json()["items"]

    done = [(event["action"], event["outcome"]) for event in events]
    for action in ("user.create", "identity.link", "sign_in.proven", "sign_in.provider"):
        assert (action, "success") in done
    assert "google" in str(events)


async def test_an_unknown_provider_does_not_exist(deck: Deck) -> None:
    for path in ("/auth/nobody/login", "/auth/nobody/callback?state=x&code=y"):
        assert error_of(await deck.client().get(path), 404)["code"] == "PROVIDER_NOT_FOUND"
