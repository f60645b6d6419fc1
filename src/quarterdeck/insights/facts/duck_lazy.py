"""The DuckDB file, opened with the first fact that is asked for or written: the engine costs 44 MB."""

import asyncio
import fcntl
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from quarterdeck.insights.facts.errors import FactsLocked, FactsUnavailable
from quarterdeck.insights.facts.writes import WriteBatch
from quarterdeck.kit.late import load_late

if TYPE_CHECKING:
    from quarterdeck.insights.facts.duck import DuckEngine

log = structlog.get_logger(__name__)


class LazyDuckEngine:
    """Passes everything on to `DuckEngine`, which it opens once it must. Until then health asks the file itself."""

    def __init__(self, path: Path, memory: str) -> None:
        self._path, self._memory = path, memory
        self._opening = asyncio.Lock()
        self._engine: DuckEngine | None = None

    @classmethod
    async def open(cls, path: Path, memory: str) -> "LazyDuckEngine":
        """Promise to open the file later.

        Raises:
            FactsLocked: another process has it open, which a start should not hide.
        """
        promised = cls(path, memory)
        if await asyncio.to_thread(is_held_elsewhere, path):
            await promised._opened()  # which names the holder
        return promised

    @property
    def notice(self) -> str | None:
        return self._engine.notice if self._engine else None

    async def query(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return await (self._engine or await self._opened()).query(sql, params)

    async def write(self, batch: WriteBatch) -> None:
        await (self._engine or await self._opened()).write(batch)

    async def recreate(self) -> None:
        await (self._engine or await self._opened()).recreate()

    async def check(self) -> None:
        """Tell by an error that facts cannot be read or written, without opening the file for it."""
        async with self._opening:
            if self._engine is None:
                await asyncio.to_thread(require_usable, self._path)
                return
        await self._engine.check()

    async def close(self) -> None:
        async with self._opening:
            if self._engine is not None:
                await self._engine.close()

    async def _opened(self) -> "DuckEngine":
        async with self._opening:
            if self._engine is None:
                engine = (await asyncio.to_thread(load_late, "quarterdeck.insights.facts.duck")).DuckEngine
                self._engine = await engine.open(self._path, self._memory)
                if self._engine.notice:
                    log.warning("facts set aside", notice=self._engine.notice)
            return self._engine


def require_usable(path: Path) -> None:
    """Raise what opening the file would. Only for a process that has not opened it itself."""
    if not _is_writable(path):
        raise FactsUnavailable
    if is_held_elsewhere(path):
        raise FactsLocked


def is_held_elsewhere(path: Path) -> bool:
    """Whether another process holds the lock that DuckDB takes.

    Closing the file gives up every lock that this process has on it: never ask once the engine is open.
    """
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _is_writable(path: Path) -> bool:
    if path.exists():
        return path.is_file() and os.access(path, os.R_OK | os.W_OK)
    folder = next(folder for folder in path.parents if folder.exists())
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
