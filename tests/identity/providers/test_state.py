"""The state: made here, bound to one browser and one provider, good once and for ten minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from quarterdeck.kit import clock
from tests.identity.decks import Deck, Person, error_of
from tests.identity.providers import walk
from tests.identity.providers.noted import refusals
from tests.servers.issuer import Issuer

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def test_a_forged_state_is_refused_and_audited(deck: Deck, admin: Person, issuer: Issuer) -> None:
    browser = deck.client()
    callback = await walk.consent(await walk.depart(browser, "google"))

    refused = await walk.arrive(browser, walk.with_query(callback, state="A" * 43))

    assert error_of(refused, 400)["code"] == "INVALID_STATE"
    assert await refusals(deck, admin) == ["INVALID_STATE"]
    assert issuer.asked["/token"] == 0
    assert (await walk.arrive(browser, callback)).status_code == 303


async def test_a_state_works_once(deck: Deck) -> None:
    browser = deck.client()
    callback = await walk.consent(await walk.depart(browser, "google"))
    assert (await walk.arrive(browser, callback)).status_code == 303

    assert error_of(await walk.arrive(browser, callback), 400)["code"] == "INVALID_STATE"


async def test_a_state_ends_after_ten_minutes(deck: Deck) -> None:
    early, late = deck.client(), deck.client()
    with clock.frozen(datetime.now(UTC)):
        for_early, for_late = await walk.depart(early, "google"), await walk.depart(late, "google")
        clock.advance(timedelta(minutes=10) - timedelta(seconds=1))
        back, too_late = await walk.consent(for_early), await walk.consent(for_late)
        clock.advance(timedelta(seconds=-540))  # the issuer's clock is not held, so its token is of now
        assert (await walk.arrive(early, back)).status_code == 303
        clock.advance(timedelta(seconds=541))
        assert error_of(await walk.arrive(late, too_late), 400)["code"] == "INVALID_STATE"


async def test_the_code_and_state_of_one_browser_are_worth_nothing_in_another(deck: Deck, issuer: Issuer) -> None:
    """An attacker has somebody open the callback of the attacker's own sign-in."""
    attacker, victim = deck.client(), deck.client()
    callback = await walk.consent(await walk.depart(attacker, "google"))
    await walk.depart(victim, "google")

    refused = await walk.arrive(victim, callback)
    without_cookie = await walk.arrive(deck.client(), callback)

    assert error_of(refused, 400)["code"] == error_of(without_cookie, 400)["code"] == "INVALID_STATE"
    assert issuer.asked["/token"] == 0
    assert (await walk.arrive(attacker, callback)).status_code == 303


async def test_the_state_of_one_provider_is_worth_nothing_at_another(deck: Deck) -> None:
    browser = deck.client()
    callback = await walk.consent(await walk.depart(browser, "google"))

    refused = await walk.arrive(browser, callback.replace("/google/", "/corp/"))

    assert error_of(refused, 400)["code"] == "INVALID_STATE"
    assert (await walk.arrive(browser, callback)).status_code == 303


async def test_the_code_of_another_sign_in_does_not_fit_this_one(deck: Deck, admin: Person) -> None:
    """Somebody else's code is injected beside the browser's own state: the PKCE verifier is another."""
    browser, other = deck.client(), deck.client()
    own, foreign = [await walk.consent(await walk.depart(each, "google")) for each in (browser, other)]
    code = walk.query_of(foreign)["code"]

    refused = await walk.arrive(browser, walk.with_query(own, code=code))

    assert error_of(refused, 502)["code"] == "PROVIDER_REFUSED"
    assert await refusals(deck, admin) == ["PROVIDER_REFUSED"]


@pytest.mark.parametrize("iss", [None, "https://evil.example", ""])
async def test_an_answer_that_names_no_or_another_issuer_is_refused(
    deck: Deck, admin: Person, issuer: Issuer, iss: str | None
) -> None:
    browser = deck.client()
    callback = await walk.consent(await walk.depart(browser, "google"))

    refused = await walk.arrive(browser, walk.with_query(callback, iss=iss))

    assert error_of(refused, 401)["code"] == "INVALID_PROVIDER_PROOF"
    assert await refusals(deck, admin) == ["INVALID_PROVIDER_PROOF"]
    assert issuer.asked["/token"] == 0


async def test_an_issuer_that_does_not_promise_to_name_itself_may_leave_it_out(deck: Deck, issuer: Issuer) -> None:
    issuer.metadata = {"authorization_response_iss_parameter_supported": False}
    browser = deck.client()
    callback = await walk.consent(await walk.depart(browser, "google"))

    assert (await walk.arrive(browser, walk.with_query(callback, iss=None))).status_code == 303


@pytest.mark.parametrize(
    ("told", "status", "code"), [("access_denied", 400, "SIGN_IN_CANCELLED"), ("server_error", 502, "PROVIDER_REFUSED")]
)
async def test_what_the_provider_refused_is_said_without_its_words(
    deck: Deck, admin: Person, told: str, status: int, code: str
) -> None:
    browser = deck.client()
    callback = await walk.consent(await walk.depart(browser, "google"))

    answer = await walk.arrive(
        browser, walk.with_query(callback, code=None, error=told, error_description="<script>alert(1)</script>")
    )

    assert error_of(answer, status)["code"] == code
    assert "script" not in answer.text
    assert await refusals(deck, admin) == [code]


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=", "?code=x&state=" + "s" * 201, "?state=s&code=" + "c" * 4_097, "?state=s"]
)
async def test_a_callback_that_nobody_sent_is_refused(deck: Deck, query: str) -> None:
    answer = await deck.client().get(f"/auth/google/callback{query}")

    error_of(answer, 400 if query == "?state=s" else 422)


async def test_only_hashes_are_kept_of_a_sign_in_under_way(deck: Deck) -> None:
    browser = deck.client()
    sent = walk.query_of(await walk.depart(browser, "google"))
    secrets = [sent["state"], sent["nonce"], browser.cookies["qd_sign_in"]]

    kept = (deck.parts.settings.server.data_dir / "quarterdeck.db").read_bytes()
    kept += (deck.parts.settings.server.data_dir / "quarterdeck.db-wal").read_bytes()

    assert b"http://deck.test/api/v1/auth/google/callback" in kept
    assert not [secret for secret in secrets if secret.encode() in kept]


async def test_over_tls_the_cookie_of_a_sign_in_is_bound_to_the_host(tls_deck: Deck) -> None:
    answer = await tls_deck.client().get("/auth/google/login")

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-qd_sign_in=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/", "Max-Age=600"))
    assert "Domain" not in cookie
    assert "redirect_uri=https%3A%2F%2Fdeck.test%2Fapi%2Fv1%2Fauth%2Fgoogle%2Fcallback" in answer.headers["location"]
