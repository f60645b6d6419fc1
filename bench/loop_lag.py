"""How late an event loop runs what is due: a tick every 5 ms, for programs that are measured."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

TICK = 0.005


class LoopLag:
    """Milliseconds by which each tick came too late, since they were last asked for."""

    def __init__(self) -> None:
        self._late: list[float] = []

    def taken(self) -> list[float]:
        late, self._late = self._late, []
        return late

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._tick())
        yield
        task.cancel()

    async def _tick(self) -> None:
        while True:
            due = time.perf_counter() + TICK
            await asyncio.sleep(TICK)
            self._late.append((time.perf_counter() - due) * 1000)
