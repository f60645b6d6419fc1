"""What runs beside the routes while a server answers requests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from quarterdeck.events.api import following
from quarterdeck.server.parts import Parts


@asynccontextmanager
async def serving(parts: Parts) -> AsyncIterator[None]:
    """Follow the log for open streams, until the block ends."""
    rights_changed, redis_url = parts.identity.callers.changed, parts.settings.database.redis_url
    async with following(parts.live, rights_changed, redis_url):
        yield
