"""A cache of ready bytes: in this process, or in Redis when one is configured.

Values are bytes and nothing else, so nothing from Redis is ever unpickled. A Redis that does not answer
counts as a miss.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import structlog
from cachetools import TLRUCache

from quarterdeck.infra.outage import Away, Outage
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.errors import Unavailable
from quarterdeck.kit.late import load_late

log = structlog.get_logger()

Result = TypeVar("Result")

MOST_KEYS_IN_PROCESS = 20_000


class Backend(Protocol):
    """Where the bytes are; raises `Away` when it does not answer."""

    async def get(self, key: str) -> bytes | None: ...
    async def set(self, key: str, value: bytes, ttl: int) -> None: ...
    async def delete(self, *keys: str) -> None: ...
    async def close(self) -> None: ...


class Cache:
    """Bytes by key for a number of seconds."""

    def __init__(self, settings: Settings) -> None:
        url = settings.database.redis_url
        self.remote = bool(url)
        self._backend: Backend = load_late("quarterdeck.infra.in_redis").RedisBytes(url) if url else InProcess()
        self._default_ttl = settings.database.redis_ttl
        self._outage = Outage()

    async def get(self, key: str) -> bytes | None:
        return await self._asked(lambda: self._backend.get(key))

    async def set(self, key: str, value: bytes, ttl: int | None = None) -> None:
        await self._asked(lambda: self._backend.set(key, value, ttl or self._default_ttl))

    async def delete(self, *keys: str) -> None:
        await self._asked(lambda: self._backend.delete(*keys))

    async def ping(self) -> None:
        """Raise `Unavailable` when the backend does not answer; for the health check."""
        try:
            await self._backend.get("ping")
        except Away as error:
            raise Unavailable from error

    async def close(self) -> None:
        await self._backend.close()

    async def _asked(self, question: Callable[[], Awaitable[Result]]) -> Result | None:
        if self._outage.lasts():
            return None
        try:
            return await question()
        except Away as error:
            self._outage.begin()
            log.warning("cache_unreachable", error=str(error))
            return None


class InProcess:
    """Bytes in this process, the least used ones leaving first."""

    def __init__(self) -> None:
        self._kept: TLRUCache[str, tuple[bytes, int]] = TLRUCache(
            MOST_KEYS_IN_PROCESS, ttu=lambda _key, entry, now: now + entry[1], timer=time.monotonic
        )

    async def get(self, key: str) -> bytes | None:
        entry = self._kept.get(key)
        return None if entry is None else entry[0]

    async def set(self, key: str, value: bytes, ttl: int) -> None:
        self._kept[key] = (value, ttl)

    async def delete(self, *keys: str) -> None:
        for key in keys:
            self._kept.pop(key, None)

    async def close(self) -> None:
        self._kept.clear()
