"""Fixtures of authentication: a deck with real sockets."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from quarterdeck.infra.database import Database
from quarterdeck.infra.settings import Settings
from tests.events.live.following import Follower, LiveDeck, live_deck
from tests.identity.conftest import database, dialect, identity_settings, shared_app

__all__ = ["database", "dialect", "identity_settings", "shared_app"]


@pytest.fixture
async def deck(shared_app: FastAPI, identity_settings: Settings, database: Database) -> AsyncIterator[LiveDeck]:
    async with live_deck(shared_app, identity_settings, database) as opened:
        yield opened


@pytest.fixture
async def admin(deck: LiveDeck) -> Follower:
    return await deck.follower("admin", "admin@example.org")


@pytest.fixture
async def user(deck: LiveDeck) -> Follower:
    return await deck.follower("user", "user@example.org")
