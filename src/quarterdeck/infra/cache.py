"""A cache of ready bytes: in this process, or in Redis when one is configured.

Values are bytes and nothing else, so nothing from Redis is ever unpickled. A Redis that does not answer
counts as a miss.
"""

import structlog
from cashews import Cache as Backend
from redis.exceptions import RedisError

from quarterdeck.infra.settings import Settings

log = structlog.get_logger()


class Cache:
    """Bytes by key for a number of seconds."""

    def __init__(self, settings: Settings) -> None:
        self._backend = Backend()
        self._default_ttl = settings.database.redis_ttl
        url = settings.database.redis_url or "mem://?size=20000&check_interval=10"
        self._backend.setup(url)
        self.remote = bool(settings.database.redis_url)

    async def get(self, key: str) -> bytes | None:
        try:
            value = await self._backend.get(key)
        except (RedisError, OSError) as error:
            log.warning("cache_unreachable", error=type(error).__name__)
            return None
        return value if isinstance(value, bytes) else None

    async def set(self, key: str, value: bytes, ttl: int | None = None) -> None:
        try:
            await self._backend.set(key, value, expire=ttl or self._default_ttl)
        except (RedisError, OSError) as error:
            log.warning("cache_unreachable", error=type(error).__name__)

    async def delete(self, *keys: str) -> None:
        try:
            await self._backend.delete_many(*keys)
        except (RedisError, OSError) as error:
            log.warning("cache_unreachable", error=type(error).__name__)

    async def ping(self) -> None:
        """Raise when the backend does not answer; for the health check."""
        await self._backend.ping()

    async def close(self) -> None:
        await self._backend.close()
