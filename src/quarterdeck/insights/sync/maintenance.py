"""Forgetting a repository, catching up after whatever went wrong, and making all facts anew."""

import shutil
from functools import partial
from typing import Any

from anyio import to_thread

from quarterdeck.infra.jobs import JobContext
from quarterdeck.insights.repositories import repository as repositories
from quarterdeck.insights.repositories.service import queue_sync
from quarterdeck.insights.sync.stores import Stores


async def purge_repository(stores: Stores, context: JobContext) -> dict[str, Any]:
    """Remove the facts and our own clone of a repository that is registered no more."""
    repository_id = context.payload["repository_id"]
    await stores.facts.purge(repository_id)
    await to_thread.run_sync(partial(shutil.rmtree, stores.clone_of(repository_id), ignore_errors=True))
    return {}


async def catch_up(stores: Stores, _context: JobContext) -> dict[str, Any]:
    """Queue a reading of every repository whose facts are behind what is known, or were lost."""
    async with stores.database.reading() as session:
        if not await repositories.any_repository(session):
            return {"queued": 0}  # without opening the facts, of which there are none
    generation = await stores.generation()
    async with stores.database.writing() as session:
        behind = await repositories.repositories_behind(session, generation)
        for row in behind:
            await queue_sync(session, row.id, row.organization_id)
    return {"queued": len(behind)}


async def rebuild(stores: Stores, context: JobContext) -> dict[str, Any]:
    """Drop all facts and read every repository again, from git and from what was handed in."""
    await stores.facts.rebuild()
    return await catch_up(stores, context)
