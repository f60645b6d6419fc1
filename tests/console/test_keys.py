import re

from playwright.sync_api import Page, expect

from tests.console.deck import Deck


def test_a_key_is_shown_once_works_and_is_refused_once_revoked(page: Page, deck: Deck) -> None:
    page.goto(f"{deck.console}/keys")
    page.get_by_role("button", name="Create a key").click()
    page.get_by_label("Name").fill("release pipeline")
    page.get_by_role("button", name="Create the key").click()

    shown = page.get_by_role("dialog", name="Your new key")
    key = shown.get_by_text(re.compile(r"^qd_\S+$")).inner_text()
    assert whoami(page, deck, key) == 200
    shown.get_by_role("button", name="I have kept it").click()
    expect(page.get_by_role("table", name="API keys")).to_contain_text("release pipeline")
    expect(page.get_by_text(key)).to_have_count(0)

    page.get_by_role("button", name="Revoke release pipeline").click()
    page.get_by_role("button", name="Revoke the key").click()
    expect(page.get_by_text("No keys yet")).to_be_visible()
    assert whoami(page, deck, key) == 401


def whoami(page: Page, deck: Deck, key: str) -> int:
    program = page.context.browser
    assert program is not None
    context = program.new_context(extra_http_headers={"Authorization": f"Bearer {key}"})
    status = context.request.get(f"{deck.url}/api/v1/auth/me").status
    context.close()
    return status
