"""Callers looked up lately, so that a busy key costs a dictionary look-up and not three queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from quarterdeck.identity.caller import Caller
from quarterdeck.kit.signals import Signal

FRESH = timedelta(seconds=4)
"""How long rights may be stale after a change made by another process; our own changes show at once.

The promise is five seconds, for open streams too: the rest is for acting on it.
"""

LARGEST = 10_000


@dataclass(frozen=True, slots=True)
class AuthenticatedCaller:
    """A caller as of a moment ago. `principal` is whom limits count; `per_minute` is a key's own limit.

    `expires` is when the credential ends by itself, whatever happens before.
    """

    caller: Caller
    fresh_until: datetime
    principal: str
    per_minute: int | None = None
    expires: datetime | None = None


class CallerCache:
    """Bounded, and keyed by the hash of the whole credential: two that begin alike never meet."""

    def __init__(self) -> None:
        self._known: dict[bytes, AuthenticatedCaller] = {}
        self.changed = Signal()
        self.generation = 0

    def get(self, digest: bytes, moment: datetime) -> AuthenticatedCaller | None:
        known = self._known.get(digest)
        return known if known is not None and known.fresh_until > moment else None

    def put(self, digest: bytes, known: AuthenticatedCaller) -> None:
        self._known.pop(digest, None)
        if len(self._known) >= LARGEST:
            del self._known[next(iter(self._known))]
        self._known[digest] = known

    def forget(self) -> None:
        """Drop everything; called after every change of rights, which is rare."""
        self._known.clear()
        self.generation += 1
        self.changed.notify()
