"""How many streams one principal holds open in this process, and how many sockets of one address are unknown yet."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from quarterdeck.identity.door.errors import TooManyStreams
from quarterdeck.infra.settings.groups import Streams

RETRY_SECONDS = 5


class ConnectionLimits:
    """Counts what is open; a seat is free again when its block ends."""

    def __init__(self, numbers: Streams) -> None:
        self._numbers = numbers
        self._taken: Counter[str] = Counter()

    @contextmanager
    def of(self, principal: str) -> Iterator[None]:
        """Hold a seat of `principal`. Raises `TooManyStreams`."""
        with self._seat(principal, self._numbers.streams_per_principal):
            yield

    @contextmanager
    def unknown(self, peer: str) -> Iterator[None]:
        """Hold a seat of a socket that has not said yet who it is. Raises `TooManyStreams`."""
        with self._seat(f"peer:{peer}", self._numbers.sockets_unknown_per_peer):
            yield

    @contextmanager
    def _seat(self, whose: str, most: int) -> Iterator[None]:
        if self._taken[whose] >= most:
            raise TooManyStreams(retry_after=RETRY_SECONDS)
        self._taken[whose] += 1
        try:
            yield
        finally:
            self._taken[whose] -= 1
            if not self._taken[whose]:
                del self._taken[whose]
