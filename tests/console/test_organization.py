import pytest
from playwright.sync_api import APIRequestContext, Page, expect

from tests.console.conftest import NewPage
from tests.console.deck import Deck
from tests.console.people import Person, add_person, choose, page_of


@pytest.fixture(scope="module")
def valentina(deck: Deck, signed_in: APIRequestContext) -> Person:
    return add_person(deck, signed_in, "Valentina Tereshkova")


@pytest.fixture
def organization(page: Page, deck: Deck) -> Page:
    page.goto(f"{deck.console}/organization")
    expect(page.get_by_role("table", name="Members")).to_be_visible()
    return page


def test_a_member_is_added_given_another_role_and_removed(
    organization: Page, valentina: Person, deck: Deck, new_page: NewPage
) -> None:
    members = organization.get_by_role("table", name="Members")
    organization.get_by_role("button", name="Add someone with an account").click()
    organization.get_by_label("E-mail of their account").fill(valentina.email)
    organization.get_by_role("button", name="Add to the organization").click()
    row = members.get_by_role("row").filter(has_text=valentina.name)
    expect(row).to_contain_text("Member")

    organization.get_by_role("button", name=f"Change the role of {valentina.name}").click()
    choose(organization, "Role", "Viewer")
    organization.get_by_role("button", name="Save the role").click()
    expect(row).to_contain_text("Viewer")
    theirs = page_of(valentina, deck, new_page)
    theirs.goto(f"{deck.console}/organization")
    expect(theirs.get_by_role("table", name="Members")).to_contain_text("You")
    expect(theirs.get_by_role("button", name="Change the role")).to_have_count(0)
    expect(theirs.get_by_role("tab", name="Invitations")).to_have_count(0)

    organization.get_by_role("button", name=f"Remove {valentina.name}").click()
    organization.get_by_role("dialog").get_by_role("button", name=f"Remove {valentina.name}").click()
    expect(members).not_to_contain_text(valentina.name)
    theirs.reload()
    expect(theirs.get_by_text("You belong to no organization")).to_be_visible()


def test_an_address_without_an_account_is_refused_in_words(organization: Page) -> None:
    organization.get_by_role("button", name="Add someone with an account").click()
    organization.get_by_label("E-mail of their account").fill("nobody@example.org")
    organization.get_by_role("button", name="Add to the organization").click()

    expect(organization.get_by_role("alert")).to_contain_text("Request")


def test_the_last_owner_cannot_be_removed(organization: Page) -> None:
    organization.get_by_role("button", name="Remove Administrator").click()
    organization.get_by_role("dialog").get_by_role("button", name="Remove Administrator").click()

    expect(organization.get_by_role("alert")).to_contain_text("owner")
    expect(organization.get_by_role("dialog")).to_be_visible()
