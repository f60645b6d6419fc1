"""What the server opens when it starts and closes, in reverse order, when it stops."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from quarterdeck.events.inbox.api import ensure_built_in_sources
from quarterdeck.events.inbox.body import large_body_slots
from quarterdeck.events.live.hub import open_live
from quarterdeck.events.webhooks.api import Dispatcher
from quarterdeck.identity.api import ensure_first_admin, open_identity
from quarterdeck.infra.cache import Cache
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import open_database
from quarterdeck.infra.jobs import Worker
from quarterdeck.infra.outbound import Outbound
from quarterdeck.infra.ratelimit import RateLimiter
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web.remembered import RememberedAnswers
from quarterdeck.insights.api import queue_catch_up, visible_repositories
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.server.background import SCHEDULES, caps, handlers
from quarterdeck.server.mcp import open_mcp
from quarterdeck.server.migrate import migrate


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    async with AsyncExitStack() as stack:
        database = open_database(settings)
        stack.push_async_callback(database.close)
        await migrate(database)
        app.state.database = database
        app.state.remembered = RememberedAnswers(database)
        app.state.keyring = Keyring(settings)
        app.state.cache = Cache(settings)
        stack.push_async_callback(app.state.cache.close)
        app.state.limiter = RateLimiter(settings)
        stack.push_async_callback(app.state.limiter.close)
        app.state.facts = await FactStore.open(settings)
        stack.push_async_callback(app.state.facts.close)
        app.state.outbound = Outbound(settings)
        stack.push_async_callback(app.state.outbound.close)
        app.state.webhook_outbound = Outbound(settings, private=settings.outbound.webhook_private_hosts)
        stack.push_async_callback(app.state.webhook_outbound.close)
        app.state.identity = open_identity(
            settings, database, app.state.keyring, app.state.limiter, outbound=app.state.outbound
        )
        stack.push_async_callback(app.state.identity.close)
        app.state.mcp = open_mcp(app.state.identity)
        stack.push_async_callback(app.state.mcp.close)
        await ensure_first_admin(app.state.identity)
        await ensure_built_in_sources(app.state.identity)
        app.state.inbox_large_bodies = large_body_slots()
        app.state.live = await stack.enter_async_context(open_live(app.state.identity, app.state.stopping))
        app.state.repository_scope = visible_repositories
        async with database.writing() as session:
            await queue_catch_up(session)
        carried_out = handlers(settings, database, app.state.facts, app.state.keyring, app.state.webhook_outbound)
        app.state.jobs = Worker(database, settings.jobs, carried_out, SCHEDULES, caps(settings))
        if settings.jobs.worker_in_process:
            dispatcher = Dispatcher(database, settings.jobs.job_poll_seconds, app.state.jobs.wake)
            stack.push_async_callback(_stop, asyncio.create_task(app.state.jobs.run(), name="worker"))
            stack.push_async_callback(_stop, asyncio.create_task(dispatcher.run(), name="webhooks"))
        yield
        app.state.stopping.set()


async def _stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
