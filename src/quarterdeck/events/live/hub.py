"""What live delivery keeps for the life of the process: the tail, the streams that follow it, and who is behind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Protocol

from quarterdeck.events.live.tail import Tail
from quarterdeck.infra.database import Database
from quarterdeck.infra.event_log import log_appended
from quarterdeck.infra.restarting import keep_running
from quarterdeck.infra.streams.fair_lock import FairLock
from quarterdeck.infra.streams.registry import OpenStreams
from quarterdeck.kit.late import load_late
from quarterdeck.kit.signals import Signal


class Waker(Protocol):
    """Tells other processes of new events, and this one of theirs, until cancelled."""

    async def run(self) -> None: ...


class Live:
    """The followed log. `replay_lock` is for whoever reads what the tail no longer holds."""

    def __init__(self, database: Database, stopping: asyncio.Event) -> None:
        self.database = database
        self.streams = OpenStreams(stopping)
        self.tail = Tail(self.database, self.streams.wake_all)
        self.replay_lock = FairLock()


@asynccontextmanager
async def following(live: Live, rights_changed: Signal, redis_url: str) -> AsyncIterator[None]:
    """Follow the log until the block ends; close it before the database. Changed rights wake all streams."""
    work = {
        "event_tail": live.tail.run,
        "stream_clock": live.streams.tick,
        "stop_streams": live.streams.wake_when_stopping,
    }
    waker = _waker(redis_url)
    if waker is not None:
        work["event_signal"] = waker.run
    async with AsyncExitStack() as stack:
        stack.enter_context(log_appended.listen(live.tail.wake))
        stack.enter_context(rights_changed.listen(live.streams.wake_all))
        for name, run in work.items():
            stack.push_async_callback(_cancelled, asyncio.create_task(keep_running(name, run), name=name))
        yield


def _waker(redis_url: str) -> Waker | None:
    """Loaded only when it is used, as everything that speaks to Redis."""
    if not redis_url:
        return None
    waker: Waker = load_late("quarterdeck.events.live.signal_in_redis").RedisSignal(redis_url)
    return waker


async def _cancelled(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
