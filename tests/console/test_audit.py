import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import APIRequestContext, Browser, Page, expect

from tests.console.deck import EMAIL, PASSWORD, Deck, running_deck
from tests.console.people import add_person, choose


@pytest.fixture
def audit(page: Page, deck: Deck, signed_in: APIRequestContext) -> Page:
    signed_in.post(f"{deck.url}/api/v1/teams", data={"name": "nobody allows an empty one"})
    page.goto(f"{deck.console}/audit")
    expect(page.get_by_role("table", name="Audit log")).to_be_visible()
    return page


def test_the_log_is_narrowed_to_one_action_and_back(audit: Page, deck: Deck, signed_in: APIRequestContext) -> None:
    add_person(deck, signed_in, "Ellen Ochoa")
    rows = audit.get_by_role("table", name="Audit log").get_by_role("row")
    audit.get_by_label("Action").fill("user.create")

    expect(rows.nth(1)).to_contain_text("user.create")
    expect(rows.filter(has_text="sign_in")).to_have_count(0)
    assert "action=user.create" in audit.url
    audit.get_by_role("button", name="Show everything").click()
    expect(rows.filter(has_text="sign_in").first).to_be_visible()
    expect(audit.get_by_label("Action")).to_have_value("")


def test_what_was_refused_is_found_by_its_outcome(audit: Page, deck: Deck, browser: Browser) -> None:
    stranger = browser.new_context()
    stranger.request.post(f"{deck.url}/api/v1/auth/login", data={"username": EMAIL, "password": "wrong"})
    stranger.close()
    choose(audit, "Outcome", "Failure")

    rows = audit.get_by_role("table", name="Audit log").get_by_role("row")
    expect(rows.filter(has_text="Nobody signed in").first).to_be_visible()
    expect(rows.filter(has_text="success")).to_have_count(0)


def test_the_facts_of_a_row_lead_to_more_like_it(audit: Page, deck: Deck, signed_in: APIRequestContext) -> None:
    person = add_person(deck, signed_in, "Sally Ride")
    audit.reload()
    audit.get_by_role("button", name=re.compile("Facts of row")).first.click()
    drawer = audit.get_by_role("dialog", name=re.compile(r"Row \d+: user.create"))
    expect(drawer).to_contain_text(person.id)

    drawer.get_by_role("button", name="Only this object").click()

    expect(audit.get_by_role("dialog")).to_have_count(0)
    expect(audit.get_by_role("table", name="Audit log").get_by_role("row")).to_have_count(1 + 1)


def test_a_long_log_is_read_page_by_page(audit: Page, deck: Deck, signed_in: APIRequestContext) -> None:
    for number in range(26):
        signed_in.post(f"{deck.url}/api/v1/auth/api-keys", data={"name": f"key {number}", "scopes": ["models:read"]})
    audit.goto(f"{deck.console}/audit?action=api_key.create")
    pages = audit.get_by_role("navigation", name="Pages of rows")
    first = audit.get_by_role("table", name="Audit log").get_by_role("row").nth(1).inner_text()

    pages.get_by_role("button", name="Next").click()

    expect(pages).to_contain_text(re.compile(r"26.\d+ of \d+"))
    expect(audit.get_by_role("table", name="Audit log").get_by_role("row").nth(1)).not_to_have_text(first)
    assert "page=2" in audit.url


def test_a_whole_log_is_said_to_be_whole(audit: Page) -> None:
    audit.get_by_role("button", name="Verify the chain").click()

    said = audit.get_by_role("dialog")
    expect(said).to_contain_text("The log is whole")
    expect(said).to_contain_text(re.compile(r"\d+ rows checked"))
    expect(said.get_by_text(re.compile("^[0-9a-f]{64}$"))).to_be_visible()


def test_a_log_that_somebody_changed_is_said_to_be_broken_and_where(browser: Browser, tmp_path: Path) -> None:
    with running_deck(tmp_path, ADMIN_PASSWORD=PASSWORD) as own:
        page = browser.new_page()
        page.goto(f"{own.console}/audit")
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("table", name="Audit log")).to_be_visible()
        with sqlite3.connect(tmp_path / "data" / "quarterdeck.db") as database:
            database.execute("UPDATE audit_events SET action = 'user.delete' WHERE seq = 2")

        page.get_by_role("button", name="Verify the chain").click()

        expect(page.get_by_role("alert")).to_contain_text("tampered with at row 2")
        page.close()
