"""Tells whoever listens that something has changed. It says no more than that: whoever hears it looks for themselves.

So one that is lost, or one too many, costs a moment and never a change.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Signal:
    """Callbacks run at once, on the loop that notifies: they must only wake somebody up."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []

    @contextmanager
    def listen(self, callback: Callable[[], None]) -> Iterator[None]:
        self._listeners.append(callback)
        try:
            yield
        finally:
            self._listeners.remove(callback)

    def notify(self) -> None:
        for callback in tuple(self._listeners):
            callback()
