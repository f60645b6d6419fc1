"""Every page, light and dark, wide and narrow, held against axe; and the whole way by keyboard alone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.console.conftest import NewPage
from tests.console.deck import Deck

WIDE = {"width": 1360, "height": 900}
NARROW = {"width": 360, "height": 740}
PLACES = [
    *("welcome", "delivery", "delivery?view=tables", "repositories", "activity", "keys", "account", "no/such/page"),
    *("organization", "organization?show=invitations", "webhooks", "webhooks?show=inbox", "users", "audit"),
]
SCREENS = [("light", WIDE), ("dark", WIDE), ("light", NARROW), ("dark", NARROW)]


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found]


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize(("scheme", "size"), SCREENS, ids=["light", "dark", "light-narrow", "dark-narrow"])
def test_every_page_is_without_fault_and_fits(
    new_page: NewPage, session: Any, deck: Deck, scheme: str, size: dict[str, int]
) -> None:
    page = new_page(storage_state=session, color_scheme=scheme, viewport=size, reduced_motion="reduce")
    for place in PLACES:
        page.goto(f"{deck.console}/{place}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")

        assert faults(page) == [], place
        assert sideways(page) == 0, place


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_is_without_fault(new_page: NewPage, deck: Deck, scheme: str) -> None:
    page = new_page(color_scheme=scheme, viewport=NARROW)
    page.goto(f"{deck.console}/sign-in")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    assert faults(page) == []
    assert sideways(page) == 0


def test_an_open_dialog_is_without_fault_and_gives_the_focus_back(page: Page, deck: Deck) -> None:
    page.goto(f"{deck.console}/keys")
    opener = page.get_by_role("button", name="Create a key")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Create a key")).to_be_visible()

    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_a_drawer_fits_a_narrow_screen(new_page: NewPage, session: Any, deck: Deck) -> None:
    page = new_page(storage_state=session, viewport=NARROW)
    page.goto(f"{deck.console}/users")
    page.get_by_role("button", name="Manage Administrator").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("button", name="Save changes")).to_be_visible()

    assert drawer.evaluate("drawer => drawer.parentElement.scrollWidth - drawer.parentElement.clientWidth") == 0
    assert faults(page) == []


def test_the_keyboard_alone_reaches_the_content_and_the_filters(page: Page, deck: Deck) -> None:
    page.goto(f"{deck.console}/account")
    expect(page.get_by_role("heading", name="Account", level=1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()

    page.get_by_role("link", name="Skip to the content").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()


def test_a_filter_is_chosen_without_a_mouse(page: Page, deck: Deck) -> None:
    page.goto(f"{deck.console}/delivery")
    step = page.get_by_role("button", name="Step")
    step.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(step).to_be_focused()
    expect(step).to_contain_text("By month")
    assert page.url.endswith("granularity=monthly")


def test_a_chosen_theme_is_kept(page: Page, deck: Deck) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{deck.console}/account")
    page.get_by_role("button", name="Use dark theme").click()

    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
