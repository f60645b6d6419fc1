"""Fixtures of the authorization server: a deck that knows its address, and a program of each kind."""

from dataclasses import replace

import pytest

from quarterdeck.infra.settings import Settings
from tests.identity.decks import Deck, Person
from tests.identity.oauth_server.flows import BASE, Browser, Program, browser_of, registered, self_registered


@pytest.fixture
def identity_settings(identity_settings: Settings) -> Settings:
    return replace(identity_settings, server=identity_settings.server.model_copy(update={"base_url": BASE}))


@pytest.fixture
def browser(user: Person) -> Browser:
    return browser_of(user)


@pytest.fixture
async def program(deck: Deck) -> Program:
    return await self_registered(deck)


@pytest.fixture
async def gpt(deck: Deck, admin: Person) -> Program:
    return await registered(deck, admin, pkce="optional")
