import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.conftest import NewPage
from tests.console.deck import EMAIL, PASSWORD, Deck, running_deck


@pytest.fixture
def stranger(new_page: NewPage) -> Page:
    return new_page()


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_stranger_is_asked_to_sign_in_and_then_led_to_where_they_were_going(stranger: Page, deck: Deck) -> None:
    stranger.goto(f"{deck.console}/keys")

    sign_in(stranger, PASSWORD)

    expect(stranger.get_by_role("heading", name="API keys", level=1)).to_be_focused()
    assert stranger.url == f"{deck.console}/keys"


def test_a_wrong_password_is_refused_with_the_request_it_can_be_traced_by(stranger: Page, deck: Deck) -> None:
    stranger.goto(f"{deck.console}/sign-in")

    sign_in(stranger, "not the password")

    alert = stranger.get_by_role("alert")
    expect(alert).to_contain_text(re.compile(r"Request \S{8,}"))
    stranger.get_by_label("Password").fill(PASSWORD)
    expect(alert).to_have_count(0)
    stranger.keyboard.press("Enter")
    expect(stranger.get_by_role("navigation", name="Main")).to_be_visible()


def test_a_link_cannot_lead_elsewhere_after_signing_in(stranger: Page, deck: Deck) -> None:
    stranger.goto(f"{deck.console}/sign-in?next=//example.com")

    sign_in(stranger, PASSWORD)

    expect(stranger.get_by_role("navigation", name="Main")).to_be_visible()
    assert stranger.url.startswith(deck.console)


def test_signing_out_closes_the_console(stranger: Page, deck: Deck) -> None:
    stranger.goto(f"{deck.console}/sign-in")
    sign_in(stranger, PASSWORD)

    stranger.get_by_role("button", name="Sign out").click()
    expect(stranger.get_by_role("heading", name="Sign in")).to_be_visible()
    stranger.goto(f"{deck.console}/keys")

    expect(stranger.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_session_that_ended_meanwhile_asks_to_sign_in_again(page: Page, deck: Deck) -> None:
    page.goto(f"{deck.console}/account")
    expect(page.get_by_role("heading", name="Account", level=1)).to_be_visible()
    page.context.clear_cookies()

    page.get_by_role("link", name="API keys").click()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_server_under_a_path_of_its_own_serves_its_console_there(browser: Browser, tmp_path: Path) -> None:
    with running_deck(tmp_path, BASE_PATH="/deck", ADMIN_PASSWORD=PASSWORD) as moored:
        page = browser.new_page()
        page.goto(f"{moored.console}/account")
        sign_in(page, PASSWORD)

        expect(page.get_by_role("heading", name="Account", level=1)).to_be_visible()
        assert page.url == f"{moored.url}/console/account"
        assert moored.url.endswith("/deck")
        page.close()


def test_the_printed_link_signs_in_once_and_lets_a_password_be_chosen(browser: Browser, tmp_path: Path) -> None:
    with running_deck(tmp_path) as fresh:
        page = browser.new_page()
        page.goto(fresh.sign_in_link())
        page.get_by_label("New password").fill("four plain words here")
        assert "token" not in page.url
        page.get_by_role("button", name="Save password").click()
        expect(page.get_by_role("heading", name="Welcome aboard")).to_be_visible()
        expect(page.get_by_label("Folder on the server")).to_be_visible()

        again = browser.new_page()
        again.goto(fresh.sign_in_link())

        expect(again.get_by_role("alert")).to_be_visible()
        page.close()
        again.close()
