"""What a refusal leaves behind: a count against the address it came from, and a line in the audit log."""

from typing import Any, Final, Protocol

from starlette.requests import HTTPConnection

from quarterdeck.identity.authentication.origin import peer_of
from quarterdeck.identity.caller import Caller
from quarterdeck.infra.ratelimit import RateLimiter
from quarterdeck.kit.errors import QuarterdeckError

LONGEST_OBJECT: Final = 128


class RefusalLog(Protocol):
    """Writes soon to the audit log; a refusal has no transaction that it could be part of."""

    def __call__(
        self,
        caller: Caller | None,
        action: str,
        object_type: str,
        object_id: str | None,
        outcome: str,
        **facts: Any,
    ) -> None: ...


class Refusals:
    """Counts and notes who was refused."""

    def __init__(self, limiter: RateLimiter, log: RefusalLog) -> None:
        self._limiter, self._log = limiter, log

    def note(self, connection: HTTPConnection, caller: Caller | None, **facts: Any) -> None:
        """Write soon to the audit log that somebody was refused."""
        self._log(caller, "access.denied", "operation", connection.scope["route"].name, "denied", **facts)

    async def note_stranger(self, connection: HTTPConnection, **facts: str) -> None:
        """Count the request against its address, and audit it with `facts`; without any there is nothing to tell.

        Raises:
            RateLimited: past the limit nothing more is written.
        """
        await self._limiter.hit_anonymous(peer_of(connection))
        if facts:
            self.note(connection, None, **facts)

    async def note_socket(
        self, connection: HTTPConnection, path: str, refusal: QuarterdeckError, caller: Caller | None = None
    ) -> None:
        """The same for a socket, which is counted against its address when nobody is known. Raises `RateLimited`."""
        if caller is None:
            await self._limiter.hit_anonymous(peer_of(connection))
        self._log(caller, "socket.refused", "socket", path[:LONGEST_OBJECT], "denied", reason=refusal.code)

    async def note_host(self, connection: HTTPConnection) -> None:
        """The same for a request to a host that is not ours. Raises `RateLimited`."""
        await self._limiter.hit_anonymous(peer_of(connection))
        self._log(None, "host.refused", "host", None, "denied")
