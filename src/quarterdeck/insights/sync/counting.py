"""The second and third tier: how many files and lines each commit touched, newest first, after the numbers are out.

Whoever stops here loses nothing: what is counted is stored, and the next reading goes on with the rest.
"""

import time
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from anyio import to_thread

from quarterdeck.infra.jobs import JobContext, is_another_waiting
from quarterdeck.insights.facts.rows import Commit
from quarterdeck.insights.repositories.service import concurrency_key
from quarterdeck.insights.sources.git.parsing import CommitLines, CommitPaths
from quarterdeck.insights.sources.git.trees import TreeBatch, read_lines, read_paths
from quarterdeck.insights.sync.reading import Counts, commits_named
from quarterdeck.insights.sync.stores import Stores

TOGETHER = 5_000
Results = TreeBatch[CommitPaths] | TreeBatch[CommitLines]


@dataclass(slots=True)
class Counting:
    """One run over the commits of a repository that are not counted. `broken` are those git cannot read."""

    stores: Stores
    context: JobContext
    repository_id: str
    git_dir: Path
    broken: int = 0

    async def files(self, shas: Sequence[str]) -> bool:
        """Count the files of each commit. False when another job for the repository waits, and is let pass."""
        progress = Estimate(self.context, "paths", "Reading which files changed")
        read = read_paths(self.git_dir, shas, progress=progress, should_stop=self.context.should_stop)
        return await self._store(read)

    async def lines(self, shas: Sequence[str]) -> bool:
        """Count the lines of each commit; the same is returned."""
        progress = Estimate(self.context, "lines", "Counting lines")
        read = read_lines(self.git_dir, shas, progress=progress, should_stop=self.context.should_stop)
        return await self._store(read)

    async def _store(self, read: Iterator[Results]) -> bool:
        counts: dict[str, Counts] = {}
        async with aclosing(_in_a_thread(read)) as batches:
            async for batch in batches:
                self.broken += len(batch.broken)
                counts |= {result.sha: _counts(result) for result in batch.results}
                if len(counts) >= TOGETHER:
                    await self._write(counts)
                    counts = {}
                    if await self._somebody_waits():
                        return False
        await self._write(counts)
        self.context.check()
        return True

    async def _write(self, counts: Mapping[str, Counts]) -> None:
        rows = await commits_named(self.stores.facts, self.repository_id, list(counts))
        await self.stores.facts.upsert("commits", [_with(row, counts[row.sha]) for row in rows])

    async def _somebody_waits(self) -> bool:
        async with self.stores.database.reading() as session:
            return await is_another_waiting(session, concurrency_key(self.repository_id), self.context.job_id)


class Estimate:
    """Reports progress with the time that is left, once enough is done to tell."""

    def __init__(self, context: JobContext, phase: str, message: str) -> None:
        self._context, self._phase, self._message = context, phase, message
        self._started = time.monotonic()
        context.progress(phase, 0, None, message)  # whoever waits for the step before sees at once that it ended

    def __call__(self, done: int, total: int | None) -> None:
        message = self._message
        elapsed = time.monotonic() - self._started
        if done and total and elapsed > 1:
            message += f", {_spoken(elapsed * (total - done) / done)} left"
        self._context.progress(self._phase, done, total, message)


async def _in_a_thread(read: Iterator[Results]) -> AsyncGenerator[Results]:
    """Walk a blocking iterator step by step; leaving early closes it, which ends its git."""
    try:
        while (batch := await to_thread.run_sync(next, read, None)) is not None:
            yield batch
    finally:
        read.close()  # type: ignore[attr-defined]  # the readers are generators


def _counts(result: CommitPaths | CommitLines) -> Counts:
    if isinstance(result, CommitPaths):
        return len(result.paths), None, None
    return result.files, result.additions, result.deletions


def _with(commit: Commit, counts: Counts) -> Commit:
    return commit._replace(files=counts[0], additions=counts[1], deletions=counts[2])


def _spoken(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"about {minutes} min" if minutes else "less than a minute"
