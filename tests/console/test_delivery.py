import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import APIRequestContext, Page, expect

from tests.console.deck import Deck, add_and_read

WINDOW = "from=2024-01-01&to=2024-03-31"


@pytest.fixture(scope="module")
def repository(signed_in: APIRequestContext, deck: Deck, golden: Path) -> str:
    """The golden repository, added and read."""
    return add_and_read(deck, signed_in, golden)


@pytest.fixture
def delivery(page: Page, deck: Deck, repository: str) -> Page:
    page.goto(f"{deck.console}/delivery?{WINDOW}&repository={repository}")
    return page


def card(page: Page, name: str) -> Any:
    return page.get_by_role("region", name=name, exact=True)


def test_each_measure_says_its_value_what_it_rests_on_and_where_it_came_from(delivery: Page) -> None:
    lead = card(delivery, "Lead time for changes")

    expect(lead).to_contain_text("Derived")
    expect(lead).to_contain_text(re.compile(r"\d+ changes"))
    expect(lead).to_contain_text(re.compile(r"95 % sure: .+ to .+"))
    expect(lead.get_by_role("img", name=re.compile("Lead time for changes .*lately"))).to_be_visible()


def test_what_cannot_be_known_says_why_instead_of_showing_zero(delivery: Page, deck: Deck, repository: str) -> None:
    delivery.goto(f"{deck.console}/delivery?from=2019-01-01&to=2019-03-31&repository={repository}")

    unknown = card(delivery, "Change failure rate")
    expect(unknown).to_contain_text("Not known")
    expect(unknown).not_to_contain_text("0 %")


def test_the_rows_behind_a_number_open_close_and_stand_in_the_address(delivery: Page) -> None:
    delivery.get_by_role("button", name="Explain lead time for changes").click()

    drawer = delivery.get_by_role("dialog", name="Lead time for changes")
    expect(drawer.get_by_role("row").nth(1)).to_be_visible()
    assert "explain=lead_time_for_changes" in delivery.url
    delivery.reload()
    expect(drawer).to_be_visible()
    delivery.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    assert "explain" not in delivery.url


def test_filters_stand_in_the_address_and_survive_a_reload(delivery: Page) -> None:
    delivery.get_by_role("button", name="Step").click()
    delivery.get_by_role("option", name="By month").click()
    delivery.get_by_role("button", name="View").click()
    delivery.get_by_role("option", name="As tables").click()

    delivery.reload()

    assert {"granularity=monthly", "view=tables", "from=2024-01-01"} <= set(delivery.url.partition("?")[2].split("&"))
    table = delivery.get_by_role("table", name="Deployment frequency over time")
    expect(table.get_by_role("rowheader").or_(table.get_by_role("cell")).first).to_contain_text("Mar 2024")


def test_a_quiet_period_offers_to_look_further_back(page: Page, deck: Deck, repository: str) -> None:
    page.goto(f"{deck.console}/delivery?repository={repository}")

    page.get_by_role("button", name="Look at the last 12 months").click()
    page.get_by_role("button", name="Look at the last 10 years").click()

    expect(card(page, "Deployment frequency")).to_contain_text("7 deployments")


def test_an_old_link_with_nonsense_in_it_still_opens(page: Page, deck: Deck, repository: str) -> None:
    page.goto(f"{deck.console}/delivery?range=aeon&granularity=hourly&explain=everything&repository={repository}")

    expect(card(page, "Deployment frequency")).to_be_visible()
