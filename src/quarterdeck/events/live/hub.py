"""What live delivery keeps for the life of the process: the tail, who is to be woken, and when to stop."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from typing import Protocol

import structlog

from quarterdeck.events.live.fair_lock import FairLock
from quarterdeck.events.live.tail import Tail
from quarterdeck.identity.api import Identity
from quarterdeck.infra.event_log import log_appended
from quarterdeck.kit.late import load_late

log = structlog.get_logger()

PATIENCE_SECONDS = 10.0
TICK_SECONDS = 0.25


class Waker(Protocol):
    """Tells other processes of new events, and this one of theirs, until cancelled."""

    async def run(self) -> None: ...


class Listener(Protocol):
    """An open stream."""

    def wake(self) -> None: ...
    def tick(self, time: float) -> None: ...


class Live:
    """Where streams are registered to be woken: by new events, by changed rights, by time, and when the server stops.

    `patience` is for how many seconds a reader may take nothing before it is cut.
    """

    def __init__(self, identity: Identity, stopping: asyncio.Event) -> None:
        self.database = identity.database
        self.stopping = stopping
        self.patience = PATIENCE_SECONDS
        self.tail = Tail(self.database, self.wake_all)
        self.replay_lock = FairLock()
        self._listeners: set[Listener] = set()

    def wake_all(self) -> None:
        for listener in self._listeners:
            listener.wake()

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        self._listeners.add(listener)
        try:
            yield
        finally:
            self._listeners.discard(listener)

    def time(self) -> float:
        return asyncio.get_running_loop().time()

    async def wake_when_stopping(self) -> None:
        await self.stopping.wait()
        self.wake_all()

    async def tick(self) -> None:
        """Tell all streams the time, until cancelled."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            time = self.time()
            for listener in self._listeners:
                listener.tick(time)


@asynccontextmanager
async def following(live: Live, identity: Identity) -> AsyncIterator[None]:
    """Follow the log until the block ends; close it before the database."""
    async with AsyncExitStack() as stack:
        stack.enter_context(log_appended.listen(live.tail.wake))
        stack.enter_context(identity.callers.changed.listen(live.wake_all))
        work = [live.tail.run(), live.tick(), live.wake_when_stopping()]
        waker = _waker(identity.settings.database.redis_url)
        if waker is not None:
            work.append(waker.run())
        for each in work:
            task = asyncio.create_task(each)
            task.add_done_callback(_tell_of_death)
            stack.push_async_callback(_cancelled, task)
        yield


def _waker(redis_url: str) -> Waker | None:
    """Loaded only when it is used, as everything that speaks to Redis."""
    if not redis_url:
        return None
    waker: Waker = load_late("quarterdeck.events.live.signal_in_redis").RedisSignal(redis_url)
    return waker


def _tell_of_death(task: "asyncio.Task[None]") -> None:
    """What nobody expected must not end delivery in silence; the same error leaves `following` at the end."""
    if not task.cancelled() and task.exception() is not None:
        log.critical("live_delivery_broke", exc_info=task.exception())


async def _cancelled(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
