import pytest
from playwright.sync_api import APIRequestContext, Page, expect

from tests.console.conftest import NewPage
from tests.console.deck import PASSWORD, Deck
from tests.console.people import Person, add_person, page_of


@pytest.fixture(scope="module")
def grace(deck: Deck, signed_in: APIRequestContext) -> Person:
    return add_person(deck, signed_in, "Grace Hopper")


@pytest.fixture
def account(grace: Person, deck: Deck, new_page: NewPage) -> Page:
    page = page_of(grace, deck, new_page)
    page.goto(f"{deck.console}/account")
    expect(page.get_by_role("heading", name="Account", level=1)).to_be_visible()
    return page


def test_a_person_renames_themselves_and_is_called_so_from_then_on(account: Page) -> None:
    name = account.get_by_label("Name", exact=True)
    name.fill("Rear Admiral Hopper")
    account.get_by_role("button", name="Save name").click()

    expect(account.get_by_text("Saved.")).to_be_visible()
    expect(account.get_by_role("banner")).to_contain_text("Rear Admiral Hopper")
    account.reload()
    expect(name).to_have_value("Rear Admiral Hopper")


def test_a_person_sees_this_session_and_ends_another(
    account: Page, grace: Person, deck: Deck, new_page: NewPage
) -> None:
    other = page_of(grace, deck, new_page, user_agent="Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
    account.reload()
    sessions = account.get_by_role("table", name="Where you are signed in")
    expect(sessions.get_by_role("row", name="This one")).to_have_count(1)

    sessions.get_by_role("button", name="End session of Firefox on Windows").click()
    account.get_by_role("button", name="End the session").click()

    expect(sessions).not_to_contain_text("Firefox on Windows")
    assert other.context.request.get(f"{deck.url}/api/v1/auth/me").status == 401
    assert account.context.request.get(f"{deck.url}/api/v1/auth/me").status == 200


def test_a_password_is_changed_and_only_the_new_one_signs_in(
    new_page: NewPage, deck: Deck, signed_in: APIRequestContext
) -> None:
    mary = add_person(deck, signed_in, "Mary Jackson")
    page = page_of(mary, deck, new_page)
    page.goto(f"{deck.console}/account")
    page.get_by_label("Current password").fill("not the password")
    page.get_by_label("New password").fill("another four plain words")
    page.get_by_role("button", name="Save password").click()
    expect(page.get_by_role("alert").filter(has_text="password")).to_be_visible()

    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_role("button", name="Save password").click()

    expect(page.get_by_text("Your other sessions have been ended")).to_be_visible()
    answers = [
        page.context.request.post(f"{deck.url}/api/v1/auth/login", data={"username": mary.email, "password": password})
        for password in (PASSWORD, "another four plain words")
    ]
    assert [answer.status for answer in answers] == [401, 200]
