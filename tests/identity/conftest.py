"""Fixtures of identity: a deck on SQLite, or on both databases where the dialects matter."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from fastapi import FastAPI

from quarterdeck.identity.users.passwords import Passwords
from quarterdeck.infra.database import Database
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.settings.server import ServerSettings
from quarterdeck.server.application import create_app
from quarterdeck.server.parts import open_parts
from tests.conftest import opened_database
from tests.identity.decks import Deck, Person, no_facts
from tests.servers.hashing import CHEAP


@pytest.fixture
def dialect(request: pytest.FixtureRequest) -> str:
    """SQLite, unless a test asks for both with `indirect` parameters."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def identity_settings(settings: Settings, dialect: str, request: pytest.FixtureRequest) -> Settings:
    """Settings whose rate limits are out of the way of what a test is about."""
    url = request.getfixturevalue("postgres_url") if dialect == "postgresql" else ""
    limits = {"rate_limit_profile": "off", "rate_limit_auth": 1_000_000}
    return replace(
        settings,
        database=settings.database.model_copy(update={"database_url": url}),
        rate_limits=settings.rate_limits.model_copy(update=limits),
    )


@pytest.fixture
async def database(identity_settings: Settings) -> AsyncIterator[Database]:
    async with opened_database(identity_settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared_app() -> FastAPI:
    """The routes, built once; everything that a test changes is in `app.state.parts`."""
    return create_app(Settings(server=ServerSettings(environment="test")))


@pytest.fixture
async def deck(shared_app: FastAPI, identity_settings: Settings, database: Database) -> AsyncIterator[Deck]:
    """The application with its identity open, and password hashing that costs next to nothing."""
    overrides = {"database": database, "passwords": Passwords(CHEAP), "facts": no_facts()}
    async with open_parts(identity_settings, **overrides) as parts:
        shared_app.state.parts = parts
        opened = Deck(shared_app, parts.identity)
        yield opened
        await opened.close()


@pytest.fixture
async def admin(deck: Deck) -> Person:
    return await deck.person("admin", "admin@example.org")


@pytest.fixture
async def user(deck: Deck) -> Person:
    return await deck.person("user", "user@example.org")
