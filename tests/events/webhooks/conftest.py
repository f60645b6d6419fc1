"""The whole application with its webhooks, joined by hand; jobs run and the log is read when a test says so."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from quarterdeck.events.api import job_handlers
from quarterdeck.identity.roles import ROLE_SCOPES
from quarterdeck.infra.database import Database
from quarterdeck.infra.jobs import Worker
from quarterdeck.infra.settings import Settings
from quarterdeck.server.application import create_app
from quarterdeck.server.parts import open_parts
from tests.conftest import opened_database
from tests.events.webhooks.post import Post
from tests.identity.decks import Deck, Person, no_facts
from tests.servers.trap import Trap, trap_server


@pytest.fixture
async def receiver() -> AsyncIterator[Trap]:
    async with trap_server() as opened:
        yield opened


@pytest.fixture
def dialect(request: pytest.FixtureRequest) -> str:
    """SQLite, unless a test asks for both with `indirect` parameters."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def patience(request: pytest.FixtureRequest) -> float:
    """Seconds that a receiver has; many, unless a test is about that."""
    return float(getattr(request, "param", 15.0))


@pytest.fixture
def post_settings(
    settings: Settings, dialect: str, receiver: Trap, patience: float, request: pytest.FixtureRequest
) -> Settings:
    """Rate limits out of the way, and the receiver listed, since it is on this machine; others for other purposes."""
    url = request.getfixturevalue("postgres_url") if dialect == "postgresql" else ""
    elsewhere = dict.fromkeys(("private_hosts", "client_metadata_private_hosts"), ("127.0.0.1:1",))
    listed = elsewhere | {"webhook_private_hosts": (f"127.0.0.1:{receiver.port}",), "webhook_timeout": patience}
    return replace(
        settings,
        database=settings.database.model_copy(update={"database_url": url}),
        rate_limits=settings.rate_limits.model_copy(update={"rate_limit_profile": "off"}),
        outbound=settings.outbound.model_copy(update=listed),
    )


@pytest.fixture
async def post_database(post_settings: Settings) -> AsyncIterator[Database]:
    async with opened_database(post_settings) as opened:
        yield opened


async def with_key(deck: Deck, email: str) -> Person:
    person = await deck.person(email=email)
    return replace(person, client=deck.client(await deck.key(person, *sorted(ROLE_SCOPES["user"]))))


@pytest.fixture
async def post(post_settings: Settings, post_database: Database, receiver: Trap) -> AsyncIterator[Post]:
    """A member `owner` of one organization, a stranger with one of their own, and a receiver."""
    app = create_app(post_settings)
    async with open_parts(post_settings, database=post_database, facts=no_facts()) as parts:
        handlers = job_handlers(post_settings, post_database, parts.keyring, parts.webhook_outbound, {})
        worker = Worker(post_database, post_settings.jobs, handlers)
        app.state.parts = replace(parts, worker=worker)
        deck = Deck(app, parts.identity)
        owner, stranger = await with_key(deck, "owner@example.org"), await with_key(deck, "stranger@example.org")
        ours, theirs = await deck.organization(owner=owner), await deck.organization(owner=stranger)
        yield Post(deck, worker, receiver, owner, ours, stranger, theirs)
        await deck.close()
