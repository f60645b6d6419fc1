"""What a server holds while it runs. Everything is made here, once, by hand, and closed in reverse order.

Routes are given single parts by `part("name")` of `quarterdeck.infra.web.deps`; nobody is given the whole.
"""

import asyncio
from asyncio import Semaphore
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, fields
from typing import Any, TypeVar, cast

from quarterdeck.actions.api import McpEndpoint
from quarterdeck.events.api import Live, large_body_slots
from quarterdeck.identity.api import Identity, Passwords, open_identity
from quarterdeck.infra.cache import Cache
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Database, open_database
from quarterdeck.infra.jobs import Worker
from quarterdeck.infra.outbound import Outbound
from quarterdeck.infra.ratelimit import RateLimiter
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web.response_cache import ResponseCache
from quarterdeck.insights.api import FactStore, RepositoryScope, visible_repositories
from quarterdeck.server.background import SCHEDULES, caps, handlers
from quarterdeck.server.mcp import open_mcp
from quarterdeck.server.migrate import migrate

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreParts:
    """What routes and jobs both stand on."""

    settings: Settings
    stopping: asyncio.Event
    """Set as soon as a stop is asked for, before anything is closed."""
    database: Database
    keyring: Keyring
    cache: Cache
    limiter: RateLimiter
    outbound: Outbound
    webhook_outbound: Outbound
    passwords: Passwords
    identity: Identity
    facts: FactStore
    worker: Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts(CoreParts):
    """What a server that answers requests holds: `app.state.parts`."""

    response_cache: ResponseCache
    repository_scope: RepositoryScope
    inbox_large_bodies: Semaphore
    live: Live
    mcp: McpEndpoint


@asynccontextmanager
async def open_core(settings: Settings, **overrides: Any) -> AsyncIterator[CoreParts]:
    """Open what jobs need; otherwise as `open_parts`."""
    async with AsyncExitStack() as stack:
        opening = _Opening(CoreParts, overrides, stack)
        await _open_core(opening, settings)
        yield CoreParts(**opening.made)


@asynccontextmanager
async def open_parts(settings: Settings, **overrides: Any) -> AsyncIterator[Parts]:
    """Open all parts, and close them at the end of the block. Nothing runs by itself yet.

    `overrides` are used in place of parts of these names; whoever made them closes them. A database that is given is
    not migrated.

    Raises:
        TypeError: an override is no part.
    """
    async with AsyncExitStack() as stack:
        opening = _Opening(Parts, overrides, stack)
        core = await _open_core(opening, settings)
        opening.part("response_cache", lambda: ResponseCache(core.database))
        opening.part("repository_scope", lambda: visible_repositories)
        opening.part("inbox_large_bodies", large_body_slots)
        opening.part("live", lambda: Live(core.database, core.stopping))
        requests = core.identity.requests
        opening.part("mcp", lambda: open_mcp(core.settings, core.database, requests), McpEndpoint.close)
        yield Parts(**opening.made)


class _Opening:
    """Makes one part after the other, and keeps how to close those that it made."""

    def __init__(self, kind: type[CoreParts], overrides: Mapping[str, Any], stack: AsyncExitStack) -> None:
        unknown = overrides.keys() - {field.name for field in fields(kind)}
        if unknown:
            raise TypeError(f"no part is called {', '.join(sorted(unknown))}")
        self.overrides = overrides
        self.made: dict[str, Any] = {}
        self._stack = stack

    def part(self, name: str, make: Callable[[], Made], close: Callable[[Made], Awaitable[None]] | None = None) -> Made:
        if name in self.overrides:
            made = cast("Made", self.overrides[name])
        else:
            made = make()
            if close is not None:
                self._stack.push_async_callback(close, made)
        self.made[name] = made
        return made


async def _open_core(opening: _Opening, settings: Settings) -> CoreParts:
    opening.part("settings", lambda: settings)
    opening.part("stopping", asyncio.Event)
    database = opening.part("database", lambda: open_database(settings), Database.close)
    if "database" not in opening.overrides:
        await migrate(database)
    keyring = opening.part("keyring", lambda: Keyring(settings))
    opening.part("cache", lambda: Cache(settings), Cache.close)
    limiter = opening.part("limiter", lambda: RateLimiter(settings), RateLimiter.close)
    outbound = opening.part("outbound", lambda: Outbound(settings), Outbound.close)
    to_webhooks = opening.part("webhook_outbound", lambda: _outbound_to_webhooks(settings), Outbound.close)
    passwords = opening.part("passwords", Passwords)
    opening.part(
        "identity",
        lambda: open_identity(settings, database, keyring, limiter, passwords, outbound),
        Identity.close,
    )
    opened = None if "facts" in opening.overrides else await FactStore.open(settings)
    facts = opening.part("facts", lambda: cast("FactStore", opened), FactStore.close)
    carried_out = handlers(settings, database, facts, keyring, to_webhooks)
    opening.part("worker", lambda: Worker(database, settings.jobs, carried_out, SCHEDULES, caps(settings)))
    return CoreParts(**opening.made)


def _outbound_to_webhooks(settings: Settings) -> Outbound:
    return Outbound(settings, private=settings.outbound.webhook_private_hosts)
