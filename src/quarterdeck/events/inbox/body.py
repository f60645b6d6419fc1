"""Reading bodies of people unknown: no more than can matter, and few large ones at once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.requests import Request

from quarterdeck.events.inbox.errors import TooSlow

LONGEST_PREFIX = 65_536  # of what proves nothing; read at all so that most senders hear the answer
LARGE = 1_048_576
LARGE_AT_ONCE = 4
DEADLINE = 30.0  # seconds, the wait for one's turn included


def large_body_slots() -> asyncio.Semaphore:
    """Make the slots that large bodies share."""
    return asyncio.Semaphore(LARGE_AT_ONCE)


async def read_prefix(request: Request) -> bytes:
    """Return the beginning of the body."""
    seen = bytearray()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DEADLINE):
            async for chunk in request.stream():
                seen += chunk[: LONGEST_PREFIX - len(seen)]
                if len(seen) >= LONGEST_PREFIX:
                    break
    return bytes(seen)


@contextlib.asynccontextmanager
async def read_whole(request: Request, slots: asyncio.Semaphore) -> AsyncIterator[bytes]:
    """Read all of the body; a large one holds a slot until the caller is done with it. Raises `TooSlow`."""
    async with contextlib.AsyncExitStack() as held:
        try:
            async with asyncio.timeout(DEADLINE):
                body = await _read(request, slots, held)
        except TimeoutError:
            raise TooSlow from None
        yield body


async def _read(request: Request, slots: asyncio.Semaphore, held: contextlib.AsyncExitStack) -> bytes:
    chunks, size, has_a_slot = list[bytes](), 0, False
    async for chunk in request.stream():
        chunks.append(chunk)
        size += len(chunk)
        if size > LARGE and not has_a_slot:
            await held.enter_async_context(slots)
            has_a_slot = True
    return b"".join(chunks)
