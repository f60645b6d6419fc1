"""A program for the test of sudden deaths: hands in rows for ever, and says which batches were acknowledged."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from quarterdeck.identity.api import Caller
from quarterdeck.identity.audit.service import chain_key
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Database, open_database
from quarterdeck.infra.jobs import Worker
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.settings.load import with_kept_secrets
from quarterdeck.infra.settings.server import ServerSettings
from quarterdeck.insights.api import job_handlers
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.ingest import service
from tests.databases import lay_tables

ROWS = 20
TOOK = "took "  # before the first number of an acknowledged batch; logs go to the same place
OPERATOR = Caller("operator", "admin", frozenset(), "local", "operator", local=True)


@dataclass(frozen=True)
class Stores:
    database: Database
    facts: FactStore
    worker: Worker


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Stores]:
    settings = with_kept_secrets(Settings(server=ServerSettings(environment="test", data_dir=folder)))
    lay_tables(settings)
    database = open_database(settings)
    chain_key.use(Keyring(settings).derive("audit"))
    facts = await FactStore.open(settings)
    yield Stores(database, facts, Worker(database, settings.jobs, job_handlers(settings, database, facts)))
    await facts.close()
    await database.close()


async def hand_in(folder: Path, repository_id: str, first: int) -> None:
    async with opened(folder) as stores:
        working = asyncio.create_task(stores.worker.run())
        while not working.done():
            await _one_batch(stores, repository_id, first)
            sys.stdout.write(f"{TOOK}{first}\n")
            sys.stdout.flush()
            first += ROWS


async def _one_batch(stores: Stores, repository_id: str, first: int) -> None:
    rows = [
        {"number": number, "title": f"Change {number}", "author_name": "Ann", "author_email": "ann@example.com"}
        for number in range(first, first + ROWS)
    ]
    batch = await service.read_batch("pull-requests", "application/json", json.dumps(rows).encode(), repository_id)
    async with stores.database.writing() as session:
        await service.accept(session, stores.facts, OPERATOR, batch)
        session.after_commit(stores.worker.wake)


if __name__ == "__main__":
    asyncio.run(hand_in(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
