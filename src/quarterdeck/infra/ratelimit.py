"""Rate limits by class and profile, counted in this process, or by `limits` in Redis."""

from dataclasses import dataclass
from typing import Final, Literal, Protocol

import structlog
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute, WindowStats

from quarterdeck.infra.outage import Away, Outage
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.window_counter import WindowCounter
from quarterdeck.kit import clock
from quarterdeck.kit.errors import RateLimited, Unavailable
from quarterdeck.kit.late import load_late

log = structlog.get_logger()

LimitClass = Literal["auth", "create", "read", "delete", "export", "events", "other"]

NUMBERS: Final[dict[LimitClass, str]] = {
    "auth": "rate_limit_auth",
    "create": "rate_limit_create",
    "read": "rate_limit_read",
    "delete": "rate_limit_delete",
    "export": "rate_limit_export",
    "events": "rate_limit_events",
    "other": "rate_limit_per_minute",
}
"""The setting that limits a class."""


@dataclass(frozen=True, slots=True)
class RateLimitStatus:
    """Where a caller stands in the window that binds it now; becomes the `RateLimit-*` headers."""

    limit: int
    remaining: int
    reset_seconds: int


class SharedCounter(Protocol):
    """Counts hits where every process sees them; raises `Away` when it cannot."""

    async def hit(self, kind: str, item: RateLimitItem, principal: str) -> tuple[bool, WindowStats]: ...
    async def close(self) -> None: ...


class RateLimiter:
    """Counts hits; `hit` raises `RateLimited` when a window is used up."""

    def __init__(self, settings: Settings) -> None:
        self._numbers = settings.rate_limits
        self._off = settings.rate_limits.rate_limit_profile == "off"
        self._local = WindowCounter()
        self._shared = shared_counter(settings.database.redis_url)
        self._outage = Outage()
        self._items: dict[tuple[int, bool], RateLimitItem] = {}

    async def hit(
        self, limit_class: LimitClass, principal: str, *, person: bool = False, override: int | None = None
    ) -> RateLimitStatus | None:
        """Count one request of `principal`.

        `person` marks a console session, which has its own numbers; `override` is a key's own number a minute.
        Returns the count in the minute window, or `None` when limits are off.
        """
        if self._off and limit_class != "auth":
            return None
        per_minute = override or self._per_minute(limit_class, person=person)
        status = await self._count(limit_class, self._item(per_minute, hourly=False), principal)
        if not person and override is None:
            await self._count("hour", self._item(self._per_hour(), hourly=True), principal)
        return status

    async def hit_anonymous(self, peer: str) -> RateLimitStatus | None:
        """Count one request of an address that did not sign in."""
        if self._off:
            return None
        item = self._item(self._numbers.rate_limit_anonymous_per_hour, hourly=True)
        return await self._count("anonymous", item, peer)

    async def close(self) -> None:
        if self._shared is not None:
            await self._shared.close()

    async def _count(self, kind: str, item: RateLimitItem, principal: str) -> RateLimitStatus:
        allowed, window = await self._ask(kind, item, principal)
        reset = max(1, round(window.reset_time - clock.now().timestamp()))
        if not allowed:
            raise RateLimited(retry_after=reset)
        return RateLimitStatus(item.amount, window.remaining, reset)

    async def _ask(self, kind: str, item: RateLimitItem, principal: str) -> tuple[bool, WindowStats]:
        """Count in Redis when there is one; while it is away count here, but keep sign-in closed."""
        if self._shared is not None and not self._outage.lasts():
            try:
                return await self._shared.hit(kind, item, principal)
            except Away as error:
                self._outage.begin()
                log.warning("rate_limit_storage_unreachable", error=str(error))
        if self._shared is not None and kind == "auth":  # closed rather than unlimited
            raise Unavailable(retry_after=5)
        seconds = item.get_expiry()
        count, ends = self._local.hit((kind, principal, item.amount, seconds), seconds)
        return count <= item.amount, WindowStats(ends, max(0, item.amount - count))

    def _item(self, amount: int, *, hourly: bool) -> RateLimitItem:
        key = (amount, hourly)
        if key not in self._items:
            self._items[key] = RateLimitItemPerHour(amount) if hourly else RateLimitItemPerMinute(amount)
        return self._items[key]

    def _per_minute(self, limit_class: LimitClass, *, person: bool) -> int:
        numbers = self._numbers
        if limit_class in ("auth", "export", "events"):
            return self._of_class(limit_class)
        if person or numbers.rate_limit_profile == "team":
            return numbers.rate_limit_session_read if limit_class == "read" else numbers.rate_limit_session_write
        return self._of_class(limit_class)

    def _of_class(self, limit_class: LimitClass) -> int:
        number: int = getattr(self._numbers, NUMBERS[limit_class])
        return number

    def _per_hour(self) -> int:
        team = self._numbers.rate_limit_profile == "team"
        return self._numbers.rate_limit_team_per_hour if team else self._numbers.rate_limit_per_hour


def shared_counter(url: str) -> SharedCounter | None:
    if not url:
        return None
    counter: SharedCounter = load_late("quarterdeck.infra.in_redis").RedisCounter(url)
    return counter
