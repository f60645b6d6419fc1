"""Fixtures of identity: a deck on SQLite, or on both databases where the dialects matter."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from quarterdeck.identity.api import open_identity
from quarterdeck.identity.users.passwords import Passwords
from quarterdeck.infra.cache import Cache
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Database, metadata, open_database
from quarterdeck.infra.ratelimit import RateLimiter
from quarterdeck.infra.settings import Settings
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


@pytest.fixture
async def deck(identity_settings: Settings, database: Database) -> AsyncIterator[Deck]:
    """The application with its identity open, and password hashing that costs next to nothing."""
    app = create_app(identity_settings)
    state, limiter = app.state, RateLimiter(identity_settings)
    state.database, state.keyring = database, Keyring(identity_settings)
    state.cache, state.limiter = Cache(identity_settings), limiter
    identity = open_identity(identity_settings, database, state.keyring, limiter)
    state.identity = replace(identity, passwords=Passwords(CHEAP))
    opened = Deck(app, state.identity)
    yield opened
    await opened.close()
    await state.cache.close()


@pytest.fixture
async def admin(deck: Deck) -> Person:
    return await deck.person("admin", "admin@example.org")


@pytest.fixture
async def user(deck: Deck) -> Person:
    return await deck.person("user", "user@example.org")
