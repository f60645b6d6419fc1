import hashlib
import hmac
import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.console.deck import Deck
from tests.console.people import choose

PUSH = {
    "ref": "refs/heads/main",
    "repository": {"full_name": "crew/backend"},
    "commits": [],
    "before": "0",
    "after": "1",
}


@pytest.fixture
def inbox(page: Page, deck: Deck) -> Page:
    page.goto(f"{deck.console}/webhooks?show=inbox")
    expect(page.get_by_role("heading", name="Sources")).to_be_visible()
    return page


def add_source(inbox: Page, name: str) -> tuple[str, str]:
    """Add a source of GitHub's kind; returns its address and its secret, which are shown this once."""
    inbox.get_by_role("button", name="Add a source").click()
    inbox.get_by_label("Name", exact=True).fill(name)
    inbox.get_by_role("button", name="Add the source").click()
    shown = inbox.get_by_role("dialog", name=f"Set up {name}")
    address = shown.get_by_text(re.compile("^http.*/webhooks/")).inner_text()
    secret = shown.get_by_text(re.compile("^whsec_")).inner_text()
    shown.get_by_role("button", name="I have kept it").click()
    return address, secret


def deliver(inbox: Page, address: str, secret: str, delivery: str) -> bool:
    """Post a push as GitHub does, and tell whether it was taken."""
    body = json.dumps(PUSH)
    headers = {
        "Content-Type": "application/json",
        "X-GitHub-Event": "push",
        "X-GitHub-Delivery": delivery,
        "X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest(),
    }
    return inbox.context.request.post(address, data=body, headers=headers).ok


def test_what_github_tells_is_received_shown_and_processed_again(inbox: Page) -> None:
    address, secret = add_source(inbox, "backend on GitHub")
    assert deliver(inbox, address, secret, "0193a2b4-0000-4000-8000-000000000001")
    inbox.reload()
    received = inbox.get_by_role("table", name="Received deliveries")
    expect(received).to_contain_text("backend on GitHub")
    expect(received).to_contain_text("Processed")

    received.get_by_role("button", name="Details of push").first.click()
    drawer = inbox.get_by_role("dialog", name="push")
    expect(drawer).to_contain_text("crew/backend")
    drawer.get_by_role("button", name="Process again").click()

    expect(inbox.get_by_role("dialog")).to_have_count(0)
    expect(received).to_contain_text("Processed")
    choose(inbox, "State", "Failed")
    expect(inbox.get_by_text("Nothing received")).to_be_visible()


def test_a_rotated_secret_signs_and_a_deleted_source_takes_nothing(inbox: Page) -> None:
    address, old = add_source(inbox, "frontend on GitHub")
    inbox.get_by_role("button", name="Rotate the secret of frontend on GitHub").click()
    inbox.get_by_role("button", name="Rotate the secret", exact=True).click()
    shown = inbox.get_by_role("dialog", name="New secret of frontend on GitHub")
    new = shown.get_by_text(re.compile("^whsec_")).inner_text()
    shown.get_by_role("button", name="I have kept it").click()
    assert new != old
    assert deliver(inbox, address, new, "0193a2b4-0000-4000-8000-000000000002")

    inbox.get_by_role("button", name="Delete frontend on GitHub").click()
    inbox.get_by_role("button", name="Delete the source").click()

    expect(inbox.get_by_role("button", name="Delete frontend on GitHub")).to_have_count(0)
    assert not deliver(inbox, address, new, "0193a2b4-0000-4000-8000-000000000003")
