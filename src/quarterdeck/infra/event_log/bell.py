"""Rings in this process when the log has grown. It says no more than that: whoever hears it reads the table.

So a ring that is lost, or one too many, costs a moment and never an event.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Bell:
    """Callbacks run on the loop that committed, right after the commit: they must only wake somebody up."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []

    @contextmanager
    def listen(self, callback: Callable[[], None]) -> Iterator[None]:
        self._listeners.append(callback)
        try:
            yield
        finally:
            self._listeners.remove(callback)

    def ring(self) -> None:
        for callback in tuple(self._listeners):
            callback()


bell = Bell()
