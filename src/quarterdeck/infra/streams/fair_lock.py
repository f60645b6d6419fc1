"""Who reads the past out of a table takes turns, so that no number of them keeps everybody else waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class FairLock:
    """One batch at a time in this process, and one person's readers queue among themselves first.

    SQLite reads at once, within the loop: between two turns everything else gets to run. A turn is for a batch and
    not for a whole replay, so a reader who takes what they get slowly keeps nobody waiting.
    """

    def __init__(self) -> None:
        self._everybody = asyncio.Lock()
        self._of_one: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, user_id: str) -> AsyncIterator[None]:
        own = self._of_one.get(user_id)
        if own is None:
            own = self._of_one[user_id] = asyncio.Lock()
        async with own, self._everybody:
            yield
            await asyncio.sleep(0)  # whoever is next reads in a later round of the loop
