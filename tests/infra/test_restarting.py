"""Work in the background is started again when it breaks, ever more slowly."""

import asyncio

import pytest

from quarterdeck.infra.restarting import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, keep_running


class Work:
    """Breaks `times` times, and then ends."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.pauses: list[float] = []

    async def run(self) -> None:
        if self.left:
            self.left -= 1
            raise LookupError

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


async def test_what_breaks_is_started_again_after_pauses_that_double_up_to_a_bound() -> None:
    work = Work(9)

    await keep_running("work", work.run, pause=work.pause)

    assert work.left == 0
    assert work.pauses[:3] == [FIRST_PAUSE_SECONDS, 2 * FIRST_PAUSE_SECONDS, 4 * FIRST_PAUSE_SECONDS]
    assert work.pauses[-2:] == [LONGEST_PAUSE_SECONDS] * 2


async def test_pauses_start_over_after_a_try_that_lasted(monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(4)
    monkeypatch.setattr("quarterdeck.infra.restarting.LONGEST_PAUSE_SECONDS", -1.0)

    await keep_running("work", work.run, pause=work.pause)

    assert work.pauses == [FIRST_PAUSE_SECONDS] * 4


async def test_who_is_cancelled_cancels_the_work_and_waits_for_it() -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def run() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    running = asyncio.create_task(keep_running("work", run))
    await began.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert running.cancelled()
    assert ended.is_set()
