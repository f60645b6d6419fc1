"""Work in the background that is started again when it breaks."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

log = structlog.get_logger()

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0

Pause = Callable[[float], Awaitable[None]]


async def keep_running(
    name: str, run: Callable[[], Coroutine[Any, Any, None]], *, pause: Pause = asyncio.sleep
) -> None:
    """Run until `run` ends by itself or this is cancelled; what nobody expected is logged, and tried again.

    The pause doubles each time up to a minute, and starts over once a try has lasted longer than that.
    """
    seconds, loop = FIRST_PAUSE_SECONDS, asyncio.get_running_loop()
    while True:
        began = loop.time()
        error = await _error_of(asyncio.create_task(run(), name=name))
        if error is None:
            return
        if loop.time() - began > LONGEST_PAUSE_SECONDS:
            seconds = FIRST_PAUSE_SECONDS
        log.critical("background_work_broke", name=name, restart_in=seconds, exc_info=error)
        await pause(seconds)
        seconds = min(2 * seconds, LONGEST_PAUSE_SECONDS)


async def _error_of(task: "asyncio.Task[None]") -> BaseException | None:
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise
    return task.exception()
