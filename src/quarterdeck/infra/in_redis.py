"""Cache and limits in Redis. Loaded only when `REDIS_URL` is set: the client costs 6 MB of an idle server."""

from collections.abc import Awaitable
from typing import Any, TypeVar

from limits import RateLimitItem, WindowStats
from limits.aio.storage import RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from redis.asyncio import ConnectionPool, Redis
from redis.exceptions import RedisError

from quarterdeck.infra.outage import Away

Result = TypeVar("Result")

PREFIX = "quarterdeck:cache:"
SECONDS = 1


class RedisBytes:
    """Bytes by key. Raises `Away` when Redis does not answer."""

    def __init__(self, url: str) -> None:
        self._redis: Any = Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)

    async def get(self, key: str) -> bytes | None:
        value: bytes | None = await _answered(self._redis.get(PREFIX + key))
        return value

    async def set(self, key: str, value: bytes, ttl: int) -> None:
        await _answered(self._redis.set(PREFIX + key, value, ex=ttl))

    async def delete(self, *keys: str) -> None:
        await _answered(self._redis.delete(*(PREFIX + key for key in keys)))

    async def close(self) -> None:
        await self._redis.aclose()


class RedisCounter:
    """Counts hits where every process sees them. Raises `Away` when Redis does not answer."""

    def __init__(self, url: str) -> None:
        self._pool = ConnectionPool.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)
        storage = RedisStorage(f"async+{url}", implementation="redispy", connection_pool=self._pool)  # type: ignore[arg-type]
        self._windows = FixedWindowRateLimiter(storage)

    async def hit(self, kind: str, item: RateLimitItem, principal: str) -> tuple[bool, WindowStats]:
        allowed = await _answered(self._windows.hit(item, kind, principal))
        return allowed, await _answered(self._windows.get_window_stats(item, kind, principal))

    async def close(self) -> None:
        await self._pool.disconnect()


async def _answered(question: Awaitable[Result]) -> Result:
    try:
        return await question
    except (RedisError, OSError) as error:
        raise Away(type(error).__name__) from error
