"""The streams that are open in this process: woken by what is new, by time, and when the server stops."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

SEND_TIMEOUT_SECONDS = 10.0
TICK_SECONDS = 0.25


class Listener(Protocol):
    """An open stream."""

    def wake(self) -> None: ...
    def tick(self, time: float) -> None: ...


class OpenStreams:
    """Where streams are registered. `send_timeout` is for how many seconds a reader may take nothing before it is cut.

    One clock ticks for all of them, so that a stream costs no timer of its own.
    """

    def __init__(self, stopping: asyncio.Event) -> None:
        self.stopping = stopping
        self.send_timeout = SEND_TIMEOUT_SECONDS
        self._listeners: set[Listener] = set()
        self._none_open = asyncio.Event()
        self._none_open.set()

    @property
    def count(self) -> int:
        return len(self._listeners)

    def wake_all(self) -> None:
        for listener in self._listeners:
            listener.wake()

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        self._listeners.add(listener)
        self._none_open.clear()
        try:
            yield
        finally:
            self._listeners.discard(listener)
            if not self._listeners:
                self._none_open.set()

    async def ended(self, seconds: float) -> None:
        """Wait until no stream is open, and no longer than `seconds`: a reader may take nothing any more."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._none_open.wait(), seconds)

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
