"""Providers that are down, slow, or talk nonsense: one clear error, nothing lost, and the next try works."""

import asyncio
import threading
from urllib.parse import urlsplit

import httpx2
import pytest

from quarterdeck.identity.providers import fetch
from tests.identity.decks import Deck, Person, error_of
from tests.identity.providers import walk
from tests.identity.providers.noted import refusals
from tests.servers.answering import Told
from tests.servers.issuer import Issuer, as_json
from tests.waiting import eventually

PAGE = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
NONSENSE = {
    "an error": Told(500),
    "a page": Told(200, b"<html>Sign in to the hotel's network</html>", {"Content-Type": "text/html"}),
    "nothing": Told(200, b""),
    "not UTF-8": Told(200, b"\xff\xfe\x00"),
    "nested without end": Told(200, b"[" * 100_000),
    "too much": Told(200, b'{"a": "' + b"x" * 300_000 + b'"}'),
    "a list": Told(200, b"[]"),
    "a number without end": Told(200, b'{"a": 1e999}'),
    "elsewhere": Told(302, headers={"Location": "http://127.0.0.1:1/"}),
}


async def departed(browser: httpx2.AsyncClient) -> str:
    return await walk.consent(await walk.depart(browser, "google"))


@pytest.mark.parametrize("told", NONSENSE.values(), ids=NONSENSE.keys())
async def test_nonsense_in_place_of_metadata_begins_nothing(deck: Deck, issuer: Issuer, told: Told) -> None:
    issuer.broken["/.well-known/openid-configuration"] = told
    refused = await deck.client().get("/auth/google/login")
    assert error_of(refused, 502)["code"] == "PROVIDER_UNAVAILABLE"

    issuer.broken.clear()

    assert (await walk.sign_in(deck.client(), "google")).status_code == 200


@pytest.mark.parametrize("path", ["/token", "/jwks", "/userinfo"])
@pytest.mark.parametrize("told", NONSENSE.values(), ids=NONSENSE.keys())
async def test_nonsense_on_the_way_signs_nobody_in(
    deck: Deck, admin: Person, issuer: Issuer, path: str, told: Told
) -> None:
    issuer.broken[path] = told
    email = issuer.person.pop("email") if path == "/userinfo" else issuer.person["email"]
    browser = deck.client()

    refused = await walk.arrive(browser, await departed(browser))

    assert refused.status_code in {401, 502}
    code = error_of(refused, refused.status_code)["code"]
    assert code in {"PROVIDER_UNAVAILABLE", "PROVIDER_REFUSED", "INVALID_PROVIDER_PROOF"}
    assert await refusals(deck, admin) == [code]
    issuer.broken.clear()
    issuer.person["email"] = email
    assert (await walk.sign_in(deck.client(), "google")).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": "file:///etc/passwd"},
        {"token_endpoint": "ftp://127.0.0.1/"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "http://user:password@127.0.0.1/authorize"},
        {"authorization_endpoint": ["http://127.0.0.1/"]},
    ],
)
async def test_metadata_that_lead_astray_begin_nothing(deck: Deck, issuer: Issuer, changed: dict[str, object]) -> None:
    issuer.metadata = changed

    refused = await deck.client().get("/auth/google/login")

    assert error_of(refused, 502)["code"] == "PROVIDER_UNAVAILABLE"
    assert "location" not in refused.headers


async def test_an_address_inside_is_not_called_even_if_the_issuer_names_it(deck: Deck, issuer: Issuer) -> None:
    issuer.metadata = {"token_endpoint": "http://169.254.169.254/latest/meta-data/"}
    browser = deck.client()

    refused = await walk.arrive(browser, await departed(browser))

    assert error_of(refused, 502)["code"] == "PROVIDER_UNAVAILABLE"


async def test_a_provider_that_is_down_is_said_to_be(deck: Deck, issuer: Issuer) -> None:
    settings = deck.identity.providers.named("google")
    settings._issuer.address = "http://127.0.0.1:1"  # type: ignore[attr-defined]

    assert error_of(await deck.client().get("/auth/google/login"), 502)["code"] == "PROVIDER_UNAVAILABLE"
    assert (await walk.sign_in(deck.client(), "corp")).status_code == 200


async def test_a_slow_provider_holds_up_nobody_else(
    deck: Deck, issuer: Issuer, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one sign-in waits no transaction is held: others write, and it goes on, or ends at the deadline."""
    monkeypatch.setattr(fetch, "SECONDS", 600.0)
    patient, impatient = deck.client(), deck.client()
    callbacks = await departed(patient), await departed(impatient)
    asked = issuer.asked.total()
    issuer.held = threading.Event()

    waiting = asyncio.create_task(walk.arrive(patient, callbacks[0]))
    await eventually(lambda: issuer.asked.total() > asked)
    written = await admin.client.patch("/auth/me", json={"name": "Quick"})
    assert written.status_code == 200
    assert not waiting.done()
    monkeypatch.setattr(fetch, "SECONDS", 0.3)
    assert error_of(await walk.arrive(impatient, callbacks[1]), 502)["code"] == "PROVIDER_UNAVAILABLE"
    issuer.held.set()

    assert (await waiting).status_code == 303
    assert (await walk.sign_in(deck.client(), "google")).status_code == 200


async def test_a_wrong_client_secret_is_the_administrator_s_matter(deck: Deck, issuer: Issuer) -> None:
    issuer.broken["/token"] = as_json({"error": "invalid_client", "error_description": "<b>secret</b>"}, 401)
    browser = deck.client()

    refused = await walk.arrive(browser, await departed(browser))

    assert error_of(refused, 502)["code"] == "PROVIDER_REFUSED"
    assert "secret</b>" not in refused.text


async def test_a_person_is_led_back_to_the_sign_in_page_with_the_code(deck: Deck, issuer: Issuer) -> None:
    issuer.person["email_verified"] = False
    browser = deck.client()
    callback = await departed(browser)

    for address, code in (
        (callback, "EMAIL_NOT_VERIFIED"),
        (callback, "INVALID_STATE"),
        ("/auth/google/callback", "VALIDATION_ERROR"),
        ("/auth/nobody/login", "PROVIDER_NOT_FOUND"),
        ("/auth/google/login?return_to=//evil.test", "VALIDATION_ERROR"),
        ("/auth/login-success-redirect?token=x", "INVALID_TEMPORARY_TOKEN"),
    ):
        led_back = await browser.get(address, headers=PAGE)
        assert led_back.status_code == 303
        assert led_back.headers["location"] == f"/console/sign-in?error={code}"


async def test_a_person_who_links_is_led_back_to_their_page(deck: Deck, issuer: Issuer) -> None:
    await walk.sign_in(deck.client(), "google")
    bo = await deck.person(email="bo@crew.example")
    begun = await bo.client.post("/auth/google/link", json={})

    led_back = await bo.client.get(await walk.consent(begun.json()["redirect_to"]), headers=PAGE)

    assert led_back.headers["location"] == "/console/account?error=IDENTITY_TAKEN"


async def test_no_secret_reaches_an_answer_or_the_log(
    deck: Deck, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    issuer.broken["/token"] = Told(500)
    browser = deck.client()
    callback = await departed(browser)
    sent = walk.query_of(callback)

    answer = await walk.arrive(browser, callback)

    for secret in (sent["code"], sent["state"], browser.cookies["qd_sign_in"], "a secret between us"):
        assert secret not in answer.text
        assert secret not in caplog.text
    assert urlsplit(issuer.url).netloc in caplog.text
