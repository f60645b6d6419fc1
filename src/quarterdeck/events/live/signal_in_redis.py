"""The signal between processes, over Redis. Loaded only when `REDIS_URL` is set.

A message says only that the log has grown; whoever hears it reads the table. One that is lost costs a moment.
"""

import asyncio
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from quarterdeck.infra.event_log import log_appended
from quarterdeck.kit.ids import new_id

log = structlog.get_logger()

CHANNEL = "quarterdeck:events"
ANSWER_SECONDS = 2.0
PAUSE_SECONDS = 1.0


class RedisSignal:
    """Notifies other processes when our log has grown, and this one when theirs has."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._me = new_id().encode()
        self._woken = asyncio.Event()
        self._relaying = False

    async def run(self) -> None:
        """Relay both ways until cancelled, again and again when Redis goes away."""
        with log_appended.listen(self._appended_here):
            while True:
                try:
                    await self._relay()
                except (RedisError, OSError) as error:
                    log.warning("event_signal_unreachable", error=type(error).__name__)
                    await asyncio.sleep(PAUSE_SECONDS)

    async def _relay(self) -> None:
        redis: Any = Redis.from_url(self._url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS)
        async with redis, redis.pubsub() as subscription:
            await subscription.subscribe(CHANNEL)
            self._notify_here()  # something may have been said while nobody listened
            sending = asyncio.create_task(self._send(redis))
            try:
                while not sending.done():
                    await self._receive(subscription)
                await sending
            finally:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)

    async def _receive(self, subscription: Any) -> None:
        message = await subscription.get_message(ignore_subscribe_messages=True, timeout=PAUSE_SECONDS)
        if message is not None and message["data"] != self._me:
            self._notify_here()

    async def _send(self, redis: Any) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            await redis.publish(CHANNEL, self._me)

    def _appended_here(self) -> None:
        if not self._relaying:
            self._woken.set()

    def _notify_here(self) -> None:
        self._relaying = True
        try:
            log_appended.notify()
        finally:
            self._relaying = False
