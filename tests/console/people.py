"""Other people on the deck, each with a browser of their own."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import APIRequestContext, Page

from tests.console.conftest import NewPage
from tests.console.deck import PASSWORD, Deck


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    email: str


def add_person(deck: Deck, signed_in: APIRequestContext, name: str, role: str = "user") -> Person:
    """Make an account with the password of the tests."""
    email = f"{name.partition(' ')[0].lower()}@example.org"
    answer = signed_in.post(
        f"{deck.url}/api/v1/users", data={"email": email, "name": name, "role": role, "password": PASSWORD}
    )
    assert answer.status == 201, answer.text()
    return Person(answer.json()["id"], name, email)


def page_of(person: Person, deck: Deck, new_page: NewPage, **options: Any) -> Page:
    """Sign the person in, in a fresh browser context."""
    page = new_page(**options)
    answer = page.context.request.post(
        f"{deck.url}/api/v1/auth/login", data={"username": person.email, "password": PASSWORD, "cookies": True}
    )
    assert answer.ok, answer.text()
    return page


def choose(page: Page, label: str, option: str) -> None:
    """Pick from a list as a person does, in the dialog when one is open."""
    dialog = page.get_by_role("dialog")
    where = dialog if dialog.count() else page
    where.get_by_role("button", name=re.compile(f" {label}$")).click()
    page.get_by_role("option", name=option).click()
