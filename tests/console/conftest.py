"""A browser at the real server. Whatever a page does, it may not leave the origin nor break its own policy."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import APIRequestContext, Browser, BrowserContext, Page, expect, sync_playwright

from quarterdeck.console.files import STATIC
from tests.console.deck import EMAIL, PASSWORD, Deck, running_deck
from tests.insights import golden as golden_repository

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
SLOWEST_MS = 60_000  # generous: the machine may be busy with other things
expect.set_options(timeout=SLOWEST_MS)

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deck]:
    """One server for all tests of the console, with an administrator and nothing to read yet."""
    if not (STATIC / "index.html").is_file():
        pytest.fail("The console was not built: run `python hatch_build.py`")
    with running_deck(tmp_path_factory.mktemp("deck"), ADMIN_PASSWORD=PASSWORD) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Per module: playwright's loop must have ended before another module's async tests begin."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def session(browser: Browser, deck: Deck) -> Any:
    """The cookies of the administrator, signed in once per module."""
    context = browser.new_context()
    answer = context.request.post(
        f"{deck.url}/api/v1/auth/login", data={"username": EMAIL, "password": PASSWORD, "cookies": True}
    )
    assert answer.ok, answer.text()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def new_page(browser: Browser, deck: Deck) -> Iterator[NewPage]:
    """Opens pages in contexts of their own, and holds each to the rules every page must keep."""
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(SLOWEST_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda sent: None if sent.url.startswith(deck.url) else broken.append(f"left: {sent.url}"))
        page.on("pageerror", lambda error: broken.append(f"error: {error}"))
        page.on("console", lambda said: broken.append(f"said: {said.text}") if _is_fault(said.text) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not broken


def _is_fault(text: str) -> bool:
    return "Content Security Policy" in text or "React" in text


@pytest.fixture
def page(new_page: NewPage, session: Any) -> Page:
    """A signed-in page."""
    return new_page(storage_state=session)


@pytest.fixture(scope="module")
def signed_in(browser: Browser, session: Any) -> Iterator[APIRequestContext]:
    """The API as the administrator's console calls it."""
    context = browser.new_context(storage_state=session)
    yield context.request
    context.close()


_numbers = count()


@pytest.fixture(scope="module")
def golden(deck: Deck) -> Path:
    """A golden repository of this module's own, since a server takes each place once."""
    path = deck.repositories / f"golden-{next(_numbers)}"
    golden_repository.build(path)
    return path
