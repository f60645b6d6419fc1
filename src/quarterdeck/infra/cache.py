"""A cache of ready bytes: in this process, or in Redis when one is configured.

Values are bytes and nothing else, so nothing from Redis is ever unpickled. A Redis that does not answer
counts as a miss.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from cashews.backends.memory import Memory
from redis.asyncio import Redis
from redis.exceptions import RedisError

from quarterdeck.infra.outage import Outage
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.errors import Unavailable

log = structlog.get_logger()

Result = TypeVar("Result")

MOST_KEYS_IN_PROCESS = 20_000
PREFIX = "quarterdeck:cache:"


class Cache:
    """Bytes by key for a number of seconds."""

    def __init__(self, settings: Settings) -> None:
        url = settings.database.redis_url
        self.remote = bool(url)
        self._backend: InProcess | InRedis = InRedis(url) if url else InProcess()
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
        except (RedisError, OSError) as error:
            raise Unavailable from error

    async def close(self) -> None:
        await self._backend.close()

    async def _asked(self, question: Callable[[], Awaitable[Result]]) -> Result | None:
        if self._outage.lasts():
            return None
        try:
            return await question()
        except (RedisError, OSError) as error:
            self._outage.begin()
            log.warning("cache_unreachable", error=type(error).__name__)
            return None


class InProcess:
    def __init__(self) -> None:
        self._memory = Memory(size=MOST_KEYS_IN_PROCESS, check_interval=10)

    async def get(self, key: str) -> bytes | None:
        value: bytes | None = await self._memory.get(key)
        return value

    async def set(self, key: str, value: bytes, ttl: int) -> None:
        await self._memory.set(key, value, expire=ttl)

    async def delete(self, *keys: str) -> None:
        await self._memory.delete_many(*keys)

    async def close(self) -> None:
        await self._memory.close()


class InRedis:
    def __init__(self, url: str) -> None:
        self._redis: Any = Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)

    async def get(self, key: str) -> bytes | None:
        value: bytes | None = await self._redis.get(PREFIX + key)
        return value

    async def set(self, key: str, value: bytes, ttl: int) -> None:
        await self._redis.set(PREFIX + key, value, ex=ttl)

    async def delete(self, *keys: str) -> None:
        await self._redis.delete(*(PREFIX + key for key in keys))

    async def close(self) -> None:
        await self._redis.aclose()
