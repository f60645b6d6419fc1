"""What every command is given: the settings, and a way to reach the server, running or not."""

import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2

from quarterdeck.infra.database import Database, open_database
from quarterdeck.infra.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

PATIENCE = 30.0

MakeCredential = Callable[[Database, Settings], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Deck:
    """The server as commands see it; `server` joins it in `quarterdeck.server.deck`."""

    settings: Settings
    create_app: Callable[[Settings], "FastAPI"]
    serve: Callable[[Settings, Callable[[str, str | None], None]], None]
    work: Callable[[Settings], Coroutine[Any, Any, None]]
    migrate: Callable[[Database], Awaitable[None]]
    local_credential: MakeCredential

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """The metadata database, its tables made if need be; safe beside a running server."""
        database = open_database(self.settings)
        try:
            await self.migrate(database)
            yield database
        finally:
            await database.close()

    @asynccontextmanager
    async def client(self) -> AsyncIterator[httpx2.AsyncClient]:
        """An HTTP client signed in as this machine's operator: over the network if a server runs, else in process."""
        url = self.running_url()
        opened = self._over_network(url) if url else self._in_process()
        async with opened as client:
            yield client

    def running_url(self) -> str | None:
        """Address of the server that runs on this data folder, if one does."""
        try:
            note = json.loads((self.settings.server.data_dir / "server.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return str(note["url"]) if _runs(note["pid"]) else None

    @asynccontextmanager
    async def _over_network(self, url: str) -> AsyncIterator[httpx2.AsyncClient]:
        async with self.database() as database:
            credential = await self.local_credential(database, self.settings)
        async with httpx2.AsyncClient(base_url=url, headers=_bearer(credential), timeout=PATIENCE) as client:
            yield client

    @asynccontextmanager
    async def _in_process(self) -> AsyncIterator[httpx2.AsyncClient]:
        app = self.create_app(self.settings)
        lifespan: AbstractAsyncContextManager[object] = app.router.lifespan_context(app)
        async with lifespan:
            credential = await self.local_credential(app.state.parts.database, self.settings)
            transport = httpx2.ASGITransport(app)
            base = f"http://localhost{self.settings.server.base_path}"
            async with httpx2.AsyncClient(transport=transport, base_url=base, headers=_bearer(credential)) as client:
                yield client


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # as somebody else
    return True


def _bearer(credential: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {credential}"}
