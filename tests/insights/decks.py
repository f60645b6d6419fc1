"""A deck with its facts: the whole application, people signed in to it, and jobs that run when a test says so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from quarterdeck.infra.database import Database
from quarterdeck.infra.jobs import Worker
from quarterdeck.infra.settings import Settings
from quarterdeck.insights.api import job_handlers
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.server.application import create_app
from quarterdeck.server.parts import open_parts
from tests.identity.decks import Deck, Person


@dataclass
class Catalog:
    """`owner` owns the organization `organization_id`; `stranger` has one of their own."""

    deck: Deck
    facts: FactStore
    worker: Worker
    roots: Path
    owner: Person
    organization_id: str
    stranger: Person
    foreign_id: str

    @property
    def client(self) -> httpx2.AsyncClient:
        return self.owner.client

    async def register(self, **body: Any) -> dict[str, Any]:
        """Register a repository as the owner; it is not read yet."""
        made = await self.client.post("/repositories", json=body)
        assert made.status_code == 201, made.text
        found: dict[str, Any] = made.json()
        return found

    async def read(self, path: Path, **body: Any) -> dict[str, Any]:
        """Register the clone at `path` and read it; returns its page."""
        made = await self.register(path=str(path), **body)
        await self.work()
        return await self.get(f"/repositories/{made['id']}")

    async def work(self) -> None:
        """Carry out the jobs that are due."""
        await self.worker.run_until_idle()

    async def get(self, address: str, **params: Any) -> dict[str, Any]:
        answer = await self.client.get(address, params=params)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def rows(self, columns: str, table: str, repository_id: str) -> list[tuple[Any, ...]]:
        """Look into the facts of a repository."""
        sql = f"select {columns} from {table} where repository_id = $1 order by {columns}"  # noqa: S608
        return await self.facts.query(sql, [repository_id])


@asynccontextmanager
async def open_catalog(
    settings: Settings, database: Database, facts: FactStore, folder: Path
) -> AsyncIterator[Catalog]:
    """Join the application by hand, with two people of two organizations, and no worker of its own."""
    app = create_app(settings)
    worker = Worker(database, settings.jobs, job_handlers(settings, database, facts))
    async with open_parts(settings, database=database, facts=facts, worker=worker) as parts:
        app.state.parts = parts
        deck = Deck(app, parts.identity)
        owner, stranger = await deck.person(email="owner@example.org"), await deck.person(email="stranger@example.org")
        ours, theirs = await deck.organization(owner=owner), await deck.organization(owner=stranger)
        yield Catalog(deck, facts, worker, folder, owner, ours, stranger, theirs)
        await deck.close()
