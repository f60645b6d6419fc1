"""Sign-in through an issuer of our own, which plays Google: the whole way there and back in a browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.deck import EMAIL, PASSWORD, Deck, running_deck
from tests.servers.issuer import CLIENT_ID, CLIENT_SECRET, Issuer, an_issuer

GRACE = {"sub": "grace-at-google", "name": "Grace Hopper", "email": "grace@crew.example", "email_verified": True}


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with an_issuer(**GRACE) as started:
        yield started


@pytest.fixture(scope="module")
def port(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deck]:
    """A deck that takes whoever Google knows at crew.example."""
    settings = {
        "ADMIN_PASSWORD": PASSWORD,
        "GOOGLE_CLIENT_ID": CLIENT_ID,
        "GOOGLE_CLIENT_SECRET": CLIENT_SECRET,
        "GOOGLE_ISSUER": issuer.url,
        "PRIVATE_HOSTS": issuer.place,
        "USER_WHITELIST": "crew.example,ada@example.org",
    }
    with running_deck(tmp_path_factory.mktemp("port"), **settings) as running:
        yield running


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_one_button_signs_in_and_leads_on_to_where_the_reader_was_going(visitor: Page, port: Deck) -> None:
    visitor.goto(f"{port.console}/keys")
    visitor.get_by_role("link", name="Continue with Google").click()

    expect(visitor.get_by_role("heading", name="API keys", level=1)).to_be_visible()
    assert visitor.url == f"{port.console}/keys"
    expect(visitor.get_by_role("banner")).to_contain_text("Grace Hopper")


def test_a_session_that_ran_out_is_renewed_without_a_word(visitor: Page, port: Deck) -> None:
    visitor.goto(f"{port.console}/sign-in")
    visitor.get_by_role("link", name="Continue with Google").click()
    expect(visitor.get_by_role("navigation", name="Main")).to_be_visible()
    visitor.context.clear_cookies(name=re.compile("qd_session"))

    visitor.goto(f"{port.console}/keys")

    expect(visitor.get_by_role("heading", name="API keys", level=1)).to_be_visible()
    assert visitor.context.request.get(f"{port.url}/api/v1/auth/me").ok


def test_who_asked_to_stay_signed_in_does_and_who_did_not_does_not(visitor: Page, port: Deck) -> None:
    for stays in (True, False):
        visitor.goto(f"{port.console}/sign-in")
        visitor.get_by_label("E-mail").fill(EMAIL)
        visitor.get_by_label("Password").fill(PASSWORD)
        if stays:
            visitor.get_by_role("checkbox", name="Stay signed in").press("Space")
        visitor.get_by_role("button", name="Sign in").click()
        expect(visitor.get_by_role("navigation", name="Main")).to_be_visible()
        visitor.context.clear_cookies(name=re.compile("qd_session"))
        visitor.goto(f"{port.console}/keys")

        expect(visitor.get_by_role("heading", name="API keys" if stays else "Sign in", level=1)).to_be_visible()
        if stays:
            visitor.get_by_role("button", name="Sign out").click()
            expect(visitor.get_by_role("heading", name="Sign in")).to_be_visible()


def test_who_may_not_come_in_is_told_why(visitor: Page, port: Deck, issuer: Issuer) -> None:
    known, issuer.person = issuer.person, GRACE | {"sub": "eve", "email": "eve@elsewhere.example"}
    visitor.goto(f"{port.console}/sign-in")
    visitor.get_by_role("link", name="Continue with Google").click()
    issuer.person = known

    expect(visitor.get_by_role("alert")).to_contain_text("You have no account here")
    expect(visitor.get_by_label("Password")).to_be_visible()


def test_an_account_elsewhere_is_linked_signs_in_and_is_unlinked(
    visitor: Page, port: Deck, issuer: Issuer, browser: Browser
) -> None:
    known, issuer.person = issuer.person, {"sub": "ada-at-google", "email": "ada@home.example", "email_verified": True}
    visitor.goto(f"{port.console}/account")
    visitor.get_by_label("E-mail").fill(EMAIL)
    visitor.get_by_label("Password").fill(PASSWORD)
    visitor.get_by_role("button", name="Sign in").click()
    visitor.get_by_role("button", name="Link Google").click()
    linked = visitor.get_by_role("table", name="Linked sign-in providers")
    expect(linked).to_contain_text("ada@home.example")

    other = browser.new_context().new_page()
    other.goto(f"{port.console}/sign-in")
    other.get_by_role("link", name="Continue with Google").click()
    expect(other.get_by_role("banner")).to_contain_text("Administrator")
    other.context.close()
    issuer.person = known

    linked.get_by_role("button", name="Unlink Google").click()
    visitor.get_by_role("dialog").get_by_role("button", name="Unlink Google").click()
    expect(visitor.get_by_text("None linked")).to_be_visible()


def test_a_signed_in_page_that_is_loaded_again_signs_nobody_in(visitor: Page, port: Deck) -> None:
    visitor.goto(f"{port.console}/signed-in#token=made-up&return_to=https://elsewhere.example/")

    expect(visitor.get_by_role("alert")).to_be_visible()
    assert "token" not in visitor.url
    visitor.reload()
    expect(visitor.get_by_text("cannot be loaded again")).to_be_visible()
    visitor.get_by_role("link", name="Sign in again").click()
    expect(visitor.get_by_role("heading", name="Sign in", level=1)).to_be_visible()


@pytest.mark.parametrize("code", ["EMAIL_NOT_VERIFIED", "INVALID_STATE"])
def test_the_way_back_from_a_provider_says_what_went_wrong(visitor: Page, port: Deck, code: str) -> None:
    visitor.goto(f"{port.console}/sign-in?error={code}")

    expect(visitor.get_by_role("alert")).not_to_contain_text(code)


def test_a_forged_link_cannot_make_the_page_say_its_own_words(visitor: Page, port: Deck) -> None:
    visitor.goto(f"{port.console}/sign-in?error=Call+555-1234+to+unlock+your+account")

    expect(visitor.get_by_role("alert")).to_contain_text("The sign-in was refused.")
    expect(visitor.get_by_text("555")).to_have_count(0)


def test_a_deck_without_providers_offers_none(browser: Browser, tmp_path: Path) -> None:
    with running_deck(tmp_path, ADMIN_PASSWORD=PASSWORD) as alone:
        page = browser.new_page()
        page.goto(f"{alone.console}/sign-in")

        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        expect(page.get_by_role("link", name=re.compile("Continue with"))).to_have_count(0)
        page.close()
