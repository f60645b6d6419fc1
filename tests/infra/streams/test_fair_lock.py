"""Whoever reads the past takes turns with everybody else."""

import asyncio

import pytest

from quarterdeck.infra.streams.fair_lock import FairLock

SOON = 180.0


async def test_turns_go_round_among_people_whatever_number_of_readers_they_have() -> None:
    lock, had = FairLock(), list[str]()

    async def read(name: str, times: int) -> None:
        for _ in range(times):
            async with lock.of(name):
                had.append(name)

    await asyncio.gather(*(read("many", 1) for _ in range(50)), read("one", 3))

    assert [place for place, name in enumerate(had) if name == "one"] == [1, 3, 5]
    assert len(had) == 53


async def test_who_leaves_or_fails_in_their_turn_hands_it_on() -> None:
    lock = FairLock()
    reached = asyncio.Event()

    async def stay() -> None:
        async with lock.of("ada"):
            reached.set()
            await asyncio.Event().wait()

    staying = asyncio.create_task(stay())
    await reached.wait()
    waiting = asyncio.create_task(stay())
    await asyncio.sleep(0)
    waiting.cancel()
    staying.cancel()
    with pytest.raises(LookupError):
        async with lock.of("ada"):
            raise LookupError
    async with asyncio.timeout(SOON), lock.of("ada"):
        pass
