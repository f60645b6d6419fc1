import re

from playwright.sync_api import Page, expect

from tests.console.deck import Deck


def test_a_key_is_shown_once_works_and_is_refused_once_revoked(page: Page, deck: Deck) -> None:
    page.goto(f"{deck.console}/keys")
    page.get_by_role("button", name="Create a key").click()
    page.get_by_label("Name", exact=True).fill("release pipeline")
    page.get_by_role("button", name="Create the key").click()

    key = keep_key(page)
    assert whoami(page, deck, key) == 200
    expect(page.get_by_role("table", name="API keys")).to_contain_text("release pipeline")
    expect(page.get_by_text(key)).to_have_count(0)

    page.get_by_role("button", name="Revoke release pipeline").click()
    page.get_by_role("button", name="Revoke the key").click()
    expect(page.get_by_text("release pipeline")).to_have_count(0)
    assert whoami(page, deck, key) == 401


def test_a_rotated_key_is_refused_and_the_new_one_works(page: Page, deck: Deck) -> None:
    page.goto(f"{deck.console}/keys")
    page.get_by_role("button", name="Create a key").click()
    page.get_by_label("Name", exact=True).fill("night watch")
    page.get_by_role("button", name="Create the key").click()
    old = keep_key(page)

    page.get_by_role("button", name="Rotate night watch").click()
    page.get_by_role("dialog", name="Rotate “night watch”").get_by_role("button", name="Rotate the key").click()
    new = keep_key(page)

    assert [whoami(page, deck, key) for key in (old, new)] == [401, 200]
    page.get_by_role("button", name="Revoke night watch").click()
    page.get_by_role("button", name="Revoke the key").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_scopes_are_given_by_the_group_and_one_by_one(page: Page, deck: Deck) -> None:
    page.goto(f"{deck.console}/keys")
    page.get_by_role("button", name="Create a key").click()
    page.get_by_label("Name", exact=True).fill("reader of chats")
    group = page.get_by_role("group", name="Chats, files and data")

    group.get_by_role("checkbox", name="Chats, files and data").press("Space")
    group.get_by_role("checkbox", name="data:delete").press("Space")
    page.get_by_role("button", name="Create the key").click()
    keep_key(page)

    kept = page.context.request.get(f"{deck.url}/api/v1/auth/api-keys").json()["items"]
    scopes = next(set(key["scopes"]) for key in kept if key["name"] == "reader of chats")
    assert {"chats:read", "files:write", "data:write"} <= scopes
    assert "data:delete" not in scopes


def keep_key(page: Page) -> str:
    shown = page.get_by_role("dialog", name="Your new key")
    key = shown.get_by_text(re.compile(r"^qd_\S+$")).inner_text()
    shown.get_by_role("button", name="I have kept it").click()
    return key


def whoami(page: Page, deck: Deck, key: str) -> int:
    program = page.context.browser
    assert program is not None
    context = program.new_context(extra_http_headers={"Authorization": f"Bearer {key}"})
    status = context.request.get(f"{deck.url}/api/v1/auth/me").status
    context.close()
    return status
