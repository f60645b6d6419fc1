import re

import pytest
from playwright.sync_api import APIRequestContext, Page, Route, expect

from tests.console.deck import Deck
from tests.console.people import choose


@pytest.fixture
def organization(deck: Deck, signed_in: APIRequestContext) -> str:
    return str(signed_in.get(f"{deck.url}/api/v1/organizations").json()["items"][0]["id"])


@pytest.fixture
def activity(page: Page, deck: Deck) -> Page:
    page.goto(f"{deck.console}/activity")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    return page


def make_team(deck: Deck, signed_in: APIRequestContext, organization: str, name: str) -> None:
    answer = signed_in.post(f"{deck.url}/api/v1/teams", data={"organization_id": organization, "name": name})
    assert answer.status == 201, answer.text()


def test_what_happens_stands_on_the_page_at_once_and_is_there_after_a_reload(
    activity: Page, deck: Deck, signed_in: APIRequestContext, organization: str
) -> None:
    make_team(deck, signed_in, organization, "starboard watch")

    newest = activity.get_by_role("log").get_by_role("listitem").first
    expect(newest).to_contain_text("Team starboard watch created")
    expect(newest).to_contain_text("by you")
    activity.reload()
    expect(activity.get_by_text("Team starboard watch created")).to_be_visible()


def test_only_what_is_asked_for_is_followed(
    activity: Page, deck: Deck, signed_in: APIRequestContext, organization: str
) -> None:
    make_team(deck, signed_in, organization, "port watch")
    expect(activity.get_by_text("Team port watch created")).to_be_visible()
    choose(activity, "About", "API keys")
    expect(activity.get_by_text("Live", exact=True)).to_be_visible()

    make_team(deck, signed_in, organization, "dog watch")
    signed_in.post(f"{deck.url}/api/v1/auth/api-keys", data={"name": "lookout", "scopes": ["models:read"]})

    expect(activity.get_by_text("API key lookout created")).to_be_visible()
    expect(activity.get_by_text(re.compile("Team .* created"))).to_have_count(0)


def test_a_page_held_still_says_how_much_it_holds_back(
    activity: Page, deck: Deck, signed_in: APIRequestContext, organization: str
) -> None:
    activity.get_by_role("button", name="Hold still").click()
    make_team(deck, signed_in, organization, "middle watch")

    go_on = activity.get_by_role("button", name="Go on (1 more)")
    expect(go_on).to_be_visible()
    expect(activity.get_by_text("Team middle watch created")).to_have_count(0)
    go_on.click()
    expect(activity.get_by_text("Team middle watch created")).to_be_visible()


def test_a_broken_connection_is_resumed_where_it_broke(
    page: Page, deck: Deck, signed_in: APIRequestContext, organization: str
) -> None:
    make_team(deck, signed_in, organization, "first watch")
    last = signed_in.get(f"{deck.url}/api/v1/events?limit=500").json()["next_seq"]
    make_team(deck, signed_in, organization, "morning watch")
    asked: list[str] = []

    def break_off(route: Route) -> None:
        """The first stream ends after one line; of the past nothing is told, so that only resuming can show it."""
        if "limit=" in route.request.url:
            route.abort()
            return
        asked.append(route.request.url)
        if len(asked) > 1:
            route.continue_()
            return
        opening = f'retry: 100\nid: {last}\nevent: sync\ndata: {{"from": {last}, "through": {last}}}\n\n'
        route.fulfill(body=opening, content_type="text/event-stream")

    page.route(re.compile(r"/api/v1/events\?"), break_off)
    page.goto(f"{deck.console}/activity")

    expect(page.get_by_text("Team morning watch created")).to_have_count(1)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    expect(page.get_by_text("Team first watch created")).to_have_count(0)
    assert asked == [asked[0]] * 2  # by the browser itself, which names the last event in a header


def test_what_is_no_longer_kept_is_said(page: Page, deck: Deck) -> None:
    told = 'retry: 60000\nid: 9\nevent: resync\ndata: {"from": 2, "through": 9}\n\n'
    page.route(
        re.compile(r"/api/v1/events\?"), lambda route: route.fulfill(body=told, content_type="text/event-stream")
    )
    page.goto(f"{deck.console}/activity")

    expect(page.get_by_text("Events 3 to 9 are no longer kept")).to_be_visible()
    expect(page.get_by_text("Connection lost, trying again")).to_be_visible()
