"""Fixtures of identity: a deck on SQLite, or on both databases where the dialects matter."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from quarterdeck.identity.api import open_identity
from quarterdeck.identity.users.passwords import Passwords
from quarterdeck.infra.cache import Cache
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Database, metadata, open_database
from quarterdeck.infra.ratelimit import RateLimiter
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.settings.groups import Server
from quarterdeck.infra.web.remembered import RememberedAnswers
from quarterdeck.server.app import create_app
from tests.identity.decks import Deck, Person

CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))


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
    opened = open_database(identity_settings)
    await opened.run_sync(metadata.create_all)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def shared_app() -> FastAPI:
    """The routes, built once; everything that a test changes is in `app.state`."""
    return create_app(Settings(server=Server(environment="test")))


@pytest.fixture
async def deck(shared_app: FastAPI, identity_settings: Settings, database: Database) -> AsyncIterator[Deck]:
    """The application with its identity open, and password hashing that costs next to nothing."""
    state, limiter, keyring = shared_app.state, RateLimiter(identity_settings), Keyring(identity_settings)
    identity = open_identity(identity_settings, database, keyring, limiter, Passwords(CHEAP))
    state.settings, state.database, state.keyring = identity_settings, database, keyring
    state.cache, state.limiter, state.identity = Cache(identity_settings), limiter, identity
    state.remembered = RememberedAnswers(state.database)
    opened = Deck(shared_app, identity)
    yield opened
    await opened.close()
    await state.cache.close()


@pytest.fixture
async def admin(deck: Deck) -> Person:
    return await deck.person("admin", "admin@example.org")


@pytest.fixture
async def user(deck: Deck) -> Person:
    return await deck.person("user", "user@example.org")
