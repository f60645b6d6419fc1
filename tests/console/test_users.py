import pytest
from playwright.sync_api import APIRequestContext, Page, expect

from tests.console.conftest import NewPage
from tests.console.deck import EMAIL, Deck
from tests.console.people import add_person, choose, page_of


@pytest.fixture
def users(page: Page, deck: Deck) -> Page:
    page.goto(f"{deck.console}/users")
    expect(page.get_by_role("table", name="Users")).to_be_visible()
    return page


def test_who_is_added_signs_in_by_a_link_that_is_shown_once(users: Page, deck: Deck, new_page: NewPage) -> None:
    users.get_by_role("button", name="Add a user").click()
    users.get_by_label("Name", exact=True).fill("Katherine Johnson")
    users.get_by_label("E-mail", exact=True).fill("katherine@example.org")
    users.get_by_role("button", name="Add the user").click()

    users.get_by_role("button", name="Make a sign-in link").click()
    shown = users.get_by_role("dialog", name="Sign-in link for Katherine Johnson")
    link = shown.get_by_text(deck.console).inner_text()
    users.keyboard.press("Escape")
    expect(shown).to_be_visible()  # what is shown once is not lost to a stray key
    shown.get_by_role("button", name="I have kept it").click()
    expect(users.get_by_text(link)).to_have_count(0)

    katherine = new_page()
    katherine.goto(link)
    expect(katherine.get_by_role("heading", name="Welcome aboard")).to_be_visible()
    me = katherine.context.request.get(f"{deck.url}/api/v1/auth/me").json()
    assert (me["email"], me["role"]) == ("katherine@example.org", "user")


def test_a_role_is_changed(users: Page, deck: Deck, signed_in: APIRequestContext) -> None:
    dorothy = add_person(deck, signed_in, "Dorothy Vaughan")
    users.reload()
    users.get_by_role("button", name="Manage Dorothy Vaughan").click()
    drawer = users.get_by_role("dialog", name="Dorothy Vaughan")

    choose(users, "Role", "Reader")
    drawer.get_by_role("button", name="Save changes").click()

    expect(drawer.get_by_role("button", name="Save changes")).to_be_disabled()
    assert signed_in.get(f"{deck.url}/api/v1/users/{dorothy.id}").json()["role"] == "readonly"


def test_a_disabled_account_is_refused_and_an_enabled_one_is_not(
    users: Page, deck: Deck, signed_in: APIRequestContext, new_page: NewPage
) -> None:
    annie = add_person(deck, signed_in, "Annie Easley")
    theirs = page_of(annie, deck, new_page).context.request
    users.reload()
    users.get_by_role("button", name="Manage Annie Easley").click()

    users.get_by_role("button", name="Disable the account").click()
    users.get_by_role("button", name="Disable", exact=True).click()
    expect(users.get_by_role("button", name="Enable the account")).to_be_visible()
    assert theirs.get(f"{deck.url}/api/v1/auth/me").status == 401

    users.get_by_role("button", name="Enable the account").click()
    users.get_by_role("button", name="Enable", exact=True).click()
    expect(users.get_by_role("button", name="Disable the account")).to_be_visible()
    assert page_of(annie, deck, new_page).context.request.get(f"{deck.url}/api/v1/auth/me").ok


def test_an_account_is_deleted_only_when_it_was_asked_for_twice(
    users: Page, deck: Deck, signed_in: APIRequestContext
) -> None:
    melba = add_person(deck, signed_in, "Melba Mouton")
    users.reload()
    users.get_by_role("button", name="Manage Melba Mouton").click()

    users.get_by_role("button", name="Delete the account").click()
    users.get_by_role("dialog", name="Delete Melba Mouton?").get_by_role("button", name="Close").click()
    assert signed_in.get(f"{deck.url}/api/v1/users/{melba.id}").ok
    users.get_by_role("button", name="Delete the account").click()
    users.get_by_role("button", name="Delete Melba Mouton").click()

    expect(users.get_by_role("dialog")).to_have_count(0)
    expect(users.get_by_role("table", name="Users")).not_to_contain_text("Melba Mouton")
    assert signed_in.get(f"{deck.url}/api/v1/users/{melba.id}").status == 404


def test_the_list_is_narrowed_by_filters_that_stand_in_the_address(
    users: Page, deck: Deck, signed_in: APIRequestContext
) -> None:
    add_person(deck, signed_in, "Mirror Bot", role="agent")
    choose(users, "Role", "Agent")

    rows = users.get_by_role("table", name="Users").get_by_role("row")
    expect(rows).to_have_count(1 + 1)
    assert users.url.endswith("?role=agent")
    users.get_by_label("E-mail address").fill("nobody@example.org")
    expect(users.get_by_text("Nobody like that")).to_be_visible()
    users.reload()
    expect(users.get_by_text("Nobody like that")).to_be_visible()


def test_an_administrator_is_not_offered_to_lock_themselves_out(users: Page) -> None:
    users.goto(f"{users.url}?email={EMAIL}")
    users.get_by_role("button", name="Manage").click()

    expect(users.get_by_text("This is your own account")).to_be_visible()
    expect(users.get_by_role("button", name="Disable the account")).to_have_count(0)


def test_who_is_no_administrator_finds_no_way_to_the_pages_of_administration(
    new_page: NewPage, deck: Deck, signed_in: APIRequestContext
) -> None:
    page = page_of(add_person(deck, signed_in, "Plain Sailor"), deck, new_page)
    page.goto(f"{deck.console}/account")

    rail = page.get_by_role("navigation", name="Main")
    expect(rail.get_by_role("link", name="API keys")).to_be_visible()
    expect(rail.get_by_role("link", name="Users")).to_have_count(0)
    expect(rail.get_by_role("link", name="Audit log")).to_have_count(0)
    page.goto(f"{deck.console}/users")
    expect(page.get_by_role("alert")).to_contain_text("Request")
