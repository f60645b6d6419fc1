"""What runs beside the routes while a server answers requests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from quarterdeck.events.live.hub import following
from quarterdeck.server.parts import Parts


@asynccontextmanager
async def serving(parts: Parts) -> AsyncIterator[None]:
    """Follow the log for open streams, until the block ends."""
    async with following(parts.live, parts.identity):
        yield
