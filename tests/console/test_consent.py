"""A program asks to act for somebody, who sees what it is and decides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import APIRequestContext, Browser, Page, expect

from tests.console.deck import EMAIL, PASSWORD, Deck

CALLBACK = "https://ship-log.example/callback"
SCOPES = ["repositories:read", "analytics:read"]


@dataclass(frozen=True)
class Program:
    """A confidential client that an administrator registered, as for a GPT Action."""

    id: str
    secret: str

    def asks(self, deck: Deck) -> str:
        asked = {
            "response_type": "code",
            "client_id": self.id,
            "redirect_uri": CALLBACK,
            "scope": " ".join(SCOPES),
            "state": "a state of the program",
        }
        return f"{deck.url}/oauth/authorize?{urlencode(asked)}"

    def token(self, request: APIRequestContext, deck: Deck, code: str) -> str:
        form: dict[str, str | float | bool] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "client_id": self.id,
            "client_secret": self.secret,
        }
        answer = request.post(f"{deck.url}/oauth/token", form=form)
        assert answer.ok, answer.text()
        return str(answer.json()["access_token"])


@pytest.fixture(scope="module")
def program(deck: Deck, signed_in: APIRequestContext) -> Program:
    wanted = {"name": "Ship log", "redirect_uris": [CALLBACK], "scopes": SCOPES, "pkce": "optional"}
    answer = signed_in.post(f"{deck.url}/api/v1/oauth/clients", data=wanted)
    assert answer.status == 201, answer.text()
    return Program(answer.json()["client_id"], answer.json()["client_secret"])


@pytest.fixture
def asked(browser: Browser, session: Any) -> Iterator[Page]:
    """A signed-in page that may leave for the program's own address, where a plain page stands."""
    context = browser.new_context(storage_state=session)
    page = context.new_page()
    page.route("https://ship-log.example/**", lambda route: route.fulfill(body="back", content_type="text/plain"))
    yield page
    context.close()


def answer_of(page: Page) -> dict[str, list[str]]:
    page.wait_for_url(re.compile("^https://ship-log.example/"))
    return parse_qs(urlsplit(page.url).query)


def reads(page: Page, deck: Deck, token: str, path: str) -> int:
    return page.context.request.get(f"{deck.url}/api/v1/{path}", headers={"Authorization": f"Bearer {token}"}).status


def test_nothing_is_decided_until_a_button_is_pressed(asked: Page, deck: Deck, program: Program) -> None:
    asked.goto(program.asks(deck))

    expect(asked.get_by_role("heading", name="Let Ship log act for you?")).to_be_focused()
    main = asked.get_by_role("main")
    expect(main).to_contain_text("ship-log.example")
    expect(main).to_contain_text(EMAIL)
    expect(main.get_by_role("group", name="It could").get_by_role("checkbox")).to_have_count(len(SCOPES))
    asked.keyboard.press("Enter")
    asked.wait_for_timeout(300)
    assert asked.url.startswith(f"{deck.console}/connect/")


def test_allowed_is_what_was_ticked_and_it_ends_when_revoked(asked: Page, deck: Deck, program: Program) -> None:
    asked.goto(program.asks(deck))
    asked.get_by_role("checkbox", name="analytics:read").press("Space")
    asked.get_by_role("button", name="Allow").click()
    given = answer_of(asked)
    assert given["state"] == ["a state of the program"]
    token = program.token(asked.context.request, deck, given["code"][0])
    assert reads(asked, deck, token, "repositories") == 200
    assert reads(asked, deck, token, "analytics/explain?metric=lead_time") == 403

    asked.goto(f"{deck.console}/account")
    apps = asked.get_by_role("table", name="Connected apps")
    expect(apps).to_contain_text("ship-log.example")
    expect(apps).to_contain_text("See repositories")
    apps.get_by_role("button", name="Revoke Ship log").click()
    asked.get_by_role("dialog").get_by_role("button", name="Revoke Ship log").click()

    expect(asked.get_by_text("No app is connected")).to_be_visible()
    assert reads(asked, deck, token, "repositories") == 401


def test_denied_is_told_to_the_program(asked: Page, deck: Deck, program: Program) -> None:
    asked.goto(program.asks(deck))
    asked.get_by_role("button", name="Deny").click()

    assert answer_of(asked)["error"] == ["access_denied"]


def test_who_is_not_signed_in_signs_in_first_and_comes_back(browser: Browser, deck: Deck, program: Program) -> None:
    page = browser.new_page()
    page.goto(program.asks(deck))
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="Let Ship log act for you?")).to_be_visible()
    page.close()


def test_a_request_of_another_browser_is_not_shown(asked: Page, browser: Browser, deck: Deck, program: Program) -> None:
    other = browser.new_page()
    other.goto(program.asks(deck))
    other.wait_for_url(re.compile("/connect/|/sign-in"))
    request_id = re.search(r"connect(?:/|%2F)([0-9a-f-]{36})", other.url)
    assert request_id is not None
    other.close()

    asked.goto(f"{deck.console}/connect/{request_id[1]}")

    expect(asked.get_by_role("alert")).to_be_visible()
    expect(asked.get_by_role("button", name="Allow")).to_have_count(0)
