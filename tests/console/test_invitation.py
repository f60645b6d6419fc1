import pytest
from playwright.sync_api import APIRequestContext, Page, expect

from tests.console.conftest import NewPage
from tests.console.deck import PASSWORD, Deck
from tests.console.people import add_person, page_of


@pytest.fixture
def invitations(page: Page, deck: Deck) -> Page:
    page.goto(f"{deck.console}/organization?show=invitations")
    expect(page.get_by_role("tab", name="Invitations")).to_be_visible()
    return page


def invite(invitations: Page, email: str) -> str:
    """Invite as an owner does, and return the link, which is shown this once."""
    invitations.get_by_role("button", name="Invite someone").click()
    invitations.get_by_label("E-mail").fill(email)
    invitations.get_by_role("button", name="Make the invitation").click()
    shown = invitations.get_by_role("dialog", name="Invitation link")
    link = shown.get_by_text("/console/invitation#token=").inner_text()
    shown.get_by_role("button", name="I have kept it").click()
    expect(invitations.get_by_role("table", name="Open invitations")).to_contain_text(email)
    return link


def test_who_has_no_account_makes_one_by_the_link_and_is_a_member(
    invitations: Page, deck: Deck, new_page: NewPage
) -> None:
    link = invite(invitations, "mae@example.org")
    mae = new_page()
    mae.goto(link)
    expect(mae.get_by_text("mae@example.org")).to_be_visible()
    assert "token" not in mae.url

    mae.get_by_label("Your name").fill("Mae Jemison")
    mae.get_by_label("Choose a password").fill(PASSWORD)
    mae.get_by_role("button", name="Make my account and join").click()

    expect(mae.get_by_role("table", name="Members")).to_contain_text("Mae Jemison")
    invitations.reload()
    expect(invitations.get_by_text("mae@example.org")).to_have_count(0)
    again = new_page()
    again.goto(link)
    expect(again.get_by_role("alert")).to_contain_text("Request")


def test_who_has_an_account_signs_in_and_joins(
    invitations: Page, deck: Deck, new_page: NewPage, signed_in: APIRequestContext
) -> None:
    kalpana = add_person(deck, signed_in, "Kalpana Chawla")
    page = new_page()
    page.goto(invite(invitations, kalpana.email))

    page.get_by_label("E-mail").fill(kalpana.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Join").click()

    expect(page.get_by_role("table", name="Members")).to_contain_text("You")


def test_an_invitation_is_not_taken_by_somebody_else_who_is_signed_in(
    invitations: Page, deck: Deck, new_page: NewPage, signed_in: APIRequestContext
) -> None:
    other = page_of(add_person(deck, signed_in, "Other Person"), deck, new_page)
    other.goto(invite(invitations, "someone@example.org"))

    expect(other.get_by_text("The invitation is for someone@example.org")).to_be_visible()
    expect(other.get_by_role("button", name="Join")).to_be_disabled()
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_label("Your name")).to_be_visible()


def test_a_revoked_invitation_opens_nothing(invitations: Page, new_page: NewPage) -> None:
    link = invite(invitations, "late@example.org")
    invitations.get_by_role("button", name="Revoke the invitation of late@example.org").click()
    invitations.get_by_role("button", name="Revoke the invitation", exact=True).click()
    expect(invitations.get_by_text("late@example.org")).to_have_count(0)

    late = new_page()
    late.goto(link)

    expect(late.get_by_role("alert")).to_be_visible()
    expect(late.get_by_label("Your name")).to_have_count(0)
