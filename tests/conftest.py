"""Fixtures of every test: settings of its own, a database, the whole server in this process."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
import structlog
from fastapi import FastAPI
from hypothesis import settings as hypothesis_settings

from quarterdeck.identity.users import passwords
from quarterdeck.infra.database import Database, open_database
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.settings.jobs import JobSettings
from quarterdeck.infra.settings.load import setting_names, with_kept_secrets
from quarterdeck.infra.settings.security import SecuritySettings
from quarterdeck.infra.settings.server import ServerSettings
from quarterdeck.server.application import create_app
from tests.databases import lay_tables
from tests.servers.hashing import CHEAP_HASHER

MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30  # noqa: S108 - pytest makes a folder of its own there
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))  # a test waits for no disk; faults/ has folders on one

ELSEWHERE = ("postgresql", "server")  # parameters of a test that make it ask for PostgreSQL as it runs

pytest_plugins = ["tests.servers.postgres", "tests.servers.valkey", "tests.servers.deck", "tests.cpu"]

# plain lines into logging, where pytest shows them for a failed test; the default would draw every local variable
structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
    logger_factory=structlog.stdlib.LoggerFactory(),
)


hypothesis_settings.register_profile("deck", deadline=None, print_blob=True)
hypothesis_settings.register_profile("ci", parent=hypothesis_settings.get_profile("deck"), derandomize=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "deck")


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        params = (
            item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()
        )
        if "outside" in getattr(item, "fixturenames", ()) or any(
            isinstance(each, str) and each in ELSEWHERE for each in params
        ):
            item.add_marker("outside")


@pytest.fixture(scope="session")
def outside() -> None:
    """What starts a program beside the tests asks for this, so that `./dev test --quick` knows to leave it out."""


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing may be skipped: a part that could not run was not tested."""
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An embedded server of this test alone, with fast jobs and no `.env`."""
    return with_kept_secrets(
        Settings(
            server=ServerSettings(environment="test", data_dir=tmp_path / "data", port=0),
            security=SecuritySettings(admin_email="admin@example.org", admin_password="correct horse battery"),
            jobs=JobSettings(job_poll_seconds=0.05),
        )
    )


@pytest.fixture(autouse=True)
def no_surrounding_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own environment must not reach the tests."""
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server in this process hashes cheaply; a test whose subject is the hash takes this back."""
    monkeypatch.setattr(passwords, "Argon2Hasher", CHEAP_HASHER)


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator[Database]:
    """The metadata database that the settings name, with every table and nothing in it."""
    lay_tables(settings)
    opened = open_database(settings)
    yield opened
    await opened.close()


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    """The metadata database with every table, embedded."""
    async with opened_database(settings) as opened:
        yield opened


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[FastAPI]:
    """The server with its lifespan started, on tables that are there already."""
    lay_tables(app.state.settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    async with running(create_app(settings)) as started:
        yield started


def client_of(app: FastAPI, **options: Any) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    return httpx2.AsyncClient(transport=transport, base_url="http://deck.test", **options)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """An anonymous client of the running server."""
    async with client_of(app) as opened:
        yield opened


__all__ = ["client_of", "opened_database", "running"]
