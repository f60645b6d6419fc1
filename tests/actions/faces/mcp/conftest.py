"""The whole server behind a real socket, for the official MCP client to call."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from quarterdeck.infra.settings import Settings
from quarterdeck.server.application import create_app
from tests.identity.decks import Deck, Person
from tests.servers.trap import Trap, trap_server
from tests.waiting import eventually


@dataclass(frozen=True)
class Served:
    """A running server, its address, and a deck to make people with."""

    url: str
    deck: Deck
    app: FastAPI

    @property
    def mcp(self) -> str:
        return f"{self.url}/mcp"

    def over_network(self, credential: str | None = None, **headers: str) -> httpx2.AsyncClient:
        """A client of the server's socket."""
        if credential is not None:
            headers["Authorization"] = f"Bearer {credential}"
        client = httpx2.AsyncClient(base_url=self.url, headers=headers)
        self.deck.clients.append(client)
        return client


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[Served]:
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    await eventually(lambda: server.started or task.done())
    assert not task.done(), task.result()
    deck = Deck(app, app.state.parts.identity)
    try:
        yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", deck, app)
    finally:
        for client in deck.clients:
            await client.aclose()
        server.should_exit = True
        await task


@pytest.fixture
async def site() -> AsyncIterator[Trap]:
    """Where a client's metadata document is: a private host that an administrator listed."""
    async with trap_server() as opened:
        yield opened


@pytest.fixture
async def server(settings: Settings, site: Trap) -> AsyncIterator[Served]:
    listed = settings.outbound.model_copy(update={"client_metadata_private_hosts": (f"127.0.0.1:{site.port}",)})
    limits = settings.rate_limits.model_copy(update={"rate_limit_profile": "off", "rate_limit_auth": 1_000})
    async with served(replace(settings, outbound=listed, rate_limits=limits)) as running:
        yield running


@pytest.fixture
async def person(server: Served) -> Person:
    return await server.deck.person(email="person@example.org")
