"""Small writes that may wait a moment, such as when a key was last used, made in a transaction of their own.

The request that causes one may hold the only writing transaction itself, so it must never wait for another.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import structlog

from quarterdeck.infra.database import Database, Session
from quarterdeck.kit.errors import QuarterdeckError

log = structlog.get_logger()

MOST_WAITING = 10_000

Write = Callable[[Session], Awaitable[object]]


class DeferredWrites:
    """A bounded queue of writes and the one task that works it off."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: deque[Write] = deque()
        self._task: asyncio.Task[None] | None = None

    def add(self, write: Write) -> None:
        if len(self._waiting) >= MOST_WAITING:
            log.warning("late_write_dropped", waiting=len(self._waiting))
            return
        self._waiting.append(write)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work_off())

    async def drain(self) -> None:
        """Return once everything added so far is written."""
        while self._task is not None and not self._task.done():
            await self._task

    async def _work_off(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(100, len(self._waiting)))]
            try:
                async with self._database.writing() as session:
                    for write in batch:
                        await write(session)
            except QuarterdeckError as error:  # a full disk or a stopped database: the next request will say so
                log.warning("late_writes_lost", writes=len(batch), code=error.code)
