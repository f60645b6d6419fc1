"""Migrations change the tables of a server in use, and lose nothing that is in them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, bindparam, text

from quarterdeck.infra.database import Database, metadata, open_database
from quarterdeck.infra.database.types import UtcTimestamp
from quarterdeck.infra.settings import Settings
from quarterdeck.server.migrate import migrations_folder

THEN = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    url = request.getfixturevalue("empty_postgres_url") if request.param == "postgresql" else ""
    return replace(settings, database=settings.database.model_copy(update={"database_url": url}))


@pytest.fixture
async def empty_database(database_settings: Settings) -> AsyncIterator[Database]:
    database = open_database(database_settings)
    yield database
    await database.close()


def moved(connection: Connection, version: str, *, down: bool = False) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    (command.downgrade if down else command.upgrade)(config, version)


USER = """INSERT INTO users (id, email, name, role, created_at, updated_at, version)
    VALUES ('u', 'a@b', 'A', 'user', :then, :then, 1)"""
SESSION = """INSERT INTO sessions (id, user_id, kind, proof, peer, user_agent, created_at, last_used_at, expires_at)
    VALUES ('s', 'u', 'token', 'password', 'p', 'a', :then, :then, :then)"""
REFRESH_TOKEN = "INSERT INTO refresh_tokens (token_hash, session_id, expires_at) VALUES ('h', 's', :then)"


def in_use(connection: Connection) -> None:
    """A signed-in user as version 0002 keeps them."""
    for statement in (USER, SESSION, REFRESH_TOKEN):
        then = bindparam("then", type_=UtcTimestamp)
        connection.execute(text(statement).bindparams(then), {"then": THEN})


def kept(connection: Connection) -> list[Any]:
    found = "SELECT token_hash, session_id, user_id, kind, proof FROM refresh_tokens JOIN sessions ON session_id = id"
    return [tuple(row) for row in connection.execute(text(found))]


async def test_sessions_and_their_refresh_tokens_outlive_the_rebuilt_table(empty_database: Database) -> None:
    found = []

    def there_and_back(connection: Connection) -> None:
        moved(connection, "0002")
        in_use(connection)
        moved(connection, "0003")
        found.extend(kept(connection))
        moved(connection, "0002", down=True)
        found.extend(kept(connection))

    await empty_database.run_sync(there_and_back)

    assert found == [("h", "s", "u", "token", "password")] * 2


async def test_the_migrations_make_the_tables_that_the_code_names(empty_database: Database) -> None:
    found = []

    def differences(connection: Connection) -> None:
        moved(connection, "head")
        found.extend(compare_metadata(MigrationContext.configure(connection), metadata))

    await empty_database.run_sync(differences)

    assert found == []


ORGANIZATION = """INSERT INTO organizations (id, name, description, settings, created_at, updated_at, version)
    VALUES ('o', 'Acme', '', '{}', :then, :then, 1)"""
WEBHOOK = """INSERT INTO webhooks (id, organization_id, url, description, event_types, scopes, enabled, after_seq,
    failures, sealed_secret, created_by, created_at, updated_at, version)
    VALUES ('w', 'o', 'https://a', '', '[]', '[]', true, 0, 0, '', 'u', :then, :then, 1)"""
EVENT = """INSERT INTO events (seq, id, time, type, subject_type, subject_id, scope, organization_id, data)
    VALUES (1, 'known', :then, 'a.b', 'a', '1', 'issues:read', 'o', '{}')"""
DELIVERY = """INSERT INTO webhook_deliveries (id, webhook_id, event_id, event_type, body, state, attempts, created_at,
    finished_at) VALUES ('{0}', 'w', '{0}', '{1}', '{{}}', 'failed', 1, :then, :then)"""
SENT = [DELIVERY.format(*each) for each in (("known", "a.b"), ("forgotten", "a.b"), ("ping", "webhook.test"))]


async def test_deliveries_learn_the_scope_of_their_event(empty_database: Database) -> None:
    found: list[Any] = []

    def there_and_back(connection: Connection) -> None:
        moved(connection, "0007")
        for statement in (ORGANIZATION, WEBHOOK, EVENT, *SENT):
            then = bindparam("then", type_=UtcTimestamp)
            connection.execute(text(statement).bindparams(then), {"then": THEN})
        moved(connection, "0008")
        found.extend(connection.execute(text("SELECT id, scope FROM webhook_deliveries ORDER BY id")).all())
        moved(connection, "0007", down=True)
        found.extend(connection.execute(text("SELECT id FROM webhook_deliveries ORDER BY id")).all())

    await empty_database.run_sync(there_and_back)

    assert [tuple(row) for row in found] == [
        ("forgotten", "users:manage"),
        ("known", "issues:read"),
        ("ping", None),
        ("forgotten",),
        ("known",),
        ("ping",),
    ]
