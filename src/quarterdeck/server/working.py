"""What carries out jobs and hands events to webhooks, in the server's process or in one of its own."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from quarterdeck.events.api import Dispatcher, ensure_built_in_sources
from quarterdeck.identity.api import ensure_first_admin
from quarterdeck.infra.settings import Settings
from quarterdeck.insights.api import queue_catch_up
from quarterdeck.kit.errors import NotConfigured
from quarterdeck.server import garbage
from quarterdeck.server.parts import CoreParts, open_core


async def prepare(parts: CoreParts) -> None:
    """Do what every start does once the tables are there, whoever starts first."""
    await ensure_first_admin(parts.database, parts.passwords, parts.settings.security)
    await ensure_built_in_sources(parts.settings, parts.database)
    async with parts.database.writing() as session:
        await queue_catch_up(session)


@asynccontextmanager
async def working(parts: CoreParts) -> AsyncIterator[None]:
    """Lease jobs and read the log for webhooks, until the block ends."""
    dispatcher = Dispatcher(parts.database, parts.settings.jobs.job_poll_seconds, parts.worker.wake)
    tasks = [
        asyncio.create_task(parts.worker.run(), name="worker"),
        asyncio.create_task(dispatcher.run(), name="webhooks"),
    ]
    try:
        yield
    finally:
        for task in reversed(tasks):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def work(settings: Settings) -> None:
    """Run jobs in this process until a signal comes.

    Raises:
        NotConfigured: the metric facts are in a file, which belongs to the server's process.
    """
    if not settings.facts_url:
        raise NotConfigured(
            "A worker of its own needs the metric facts in PostgreSQL: the DuckDB file belongs to the server's process",
            hint="Set DATABASE_URL or TIMESCALE_URL, or let the server run the jobs (the default)",
        )
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with open_core(settings, stopping=stop) as parts:
        await prepare(parts)
        async with working(parts):
            garbage.keep_what_is_here()
            await stop.wait()
