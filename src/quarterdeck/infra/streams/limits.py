"""How many streams one principal holds open in this process, and how many sockets of one address are unknown yet."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from quarterdeck.infra.settings.streams import StreamSettings
from quarterdeck.kit.errors import RateLimited

RETRY_SECONDS = 5


class TooManyStreams(RateLimited):
    code = "TOO_MANY_STREAMS"
    message = "Too many streams are open already; close one first"


class ConnectionLimits:
    """Counts what is open; a connection counts until its block ends."""

    def __init__(self, limits: StreamSettings) -> None:
        self._limits = limits
        self._open: Counter[str] = Counter()

    @contextmanager
    def of(self, principal: str) -> Iterator[None]:
        """Count a stream of `principal`. Raises `TooManyStreams`."""
        with self._counted(principal, self._limits.streams_per_principal):
            yield

    @contextmanager
    def unknown(self, peer: str) -> Iterator[None]:
        """Count a socket that has not said yet who it is. Raises `TooManyStreams`."""
        with self._counted(f"peer:{peer}", self._limits.sockets_unknown_per_peer):
            yield

    @contextmanager
    def _counted(self, key: str, most: int) -> Iterator[None]:
        if self._open[key] >= most:
            raise TooManyStreams(retry_after=RETRY_SECONDS)
        self._open[key] += 1
        try:
            yield
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]
