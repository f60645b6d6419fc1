"""The second and third tier: which paths each commit touched, and how many lines. Newest first, resumable.

Both run one `git diff-tree` over a list of commits, so whoever stops can go on later with the commits that
are still missing. An object that git cannot read ends its process; the commit at fault is named and left out,
and a new process goes on behind it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from quarterdeck.infra.process import Command, start
from quarterdeck.insights.sources.git.command import git
from quarterdeck.insights.sources.git.errors import BrokenRepository
from quarterdeck.insights.sources.git.fields import fields
from quarterdeck.insights.sources.git.headers import Progress, ShouldStop, never, nothing_to_report
from quarterdeck.insights.sources.git.parsing import CommitLines, CommitPaths, LinesParser, PathsParser

BATCH = 1_000
BROKEN_LIMIT = 1_000
_DIFF_TREE = (
    "diff-tree",
    "--stdin",
    "--root",
    "--always",
    "-r",
    "-M",
    "-z",
    "--no-ext-diff",
    "--no-textconv",
)

Result = TypeVar("Result", CommitPaths, CommitLines)


@dataclass(slots=True)
class TreeBatch(Generic[Result]):
    """What was read since the batch before, and the commits that cannot be read (a missing object)."""

    results: list[Result] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


class Parser(Protocol[Result]):
    """Takes fields as they come. `feed` returns the complete commits; `open` is the one that is not yet."""

    @property
    def open(self) -> Result | None: ...

    def feed(self, complete: list[bytes]) -> list[Result]: ...


def read_paths(
    git_dir: Path,
    shas: Sequence[str],
    *,
    progress: Progress = nothing_to_report,
    should_stop: ShouldStop = never,
) -> Iterator[TreeBatch[CommitPaths]]:
    """Yield the paths of each commit in the order asked for. Leave out merges and shallow commits."""
    command = _commands(git_dir, "--raw")
    return _report(_TreeReader(command, PathsParser).read(shas), len(shas), progress, should_stop)


def read_lines(
    git_dir: Path,
    shas: Sequence[str],
    *,
    progress: Progress = nothing_to_report,
    should_stop: ShouldStop = never,
) -> Iterator[TreeBatch[CommitLines]]:
    """Yield the line counts of each commit, likewise. The costly tier: git compares every file's content."""
    command = _commands(git_dir, "--numstat")
    return _report(_TreeReader(command, LinesParser).read(shas), len(shas), progress, should_stop)


def _commands(git_dir: Path, form: str) -> Callable[[Sequence[str]], Command]:
    def command(shas: Sequence[str]) -> Command:
        asked = "".join(f"{sha}\n" for sha in shas).encode()
        return git(git_dir, *_DIFF_TREE, form, stdin=asked, timeout=None)

    return command


def _report(
    results: Iterator[Result | str], total: int, progress: Progress, should_stop: ShouldStop
) -> Iterator[TreeBatch[Result]]:
    """Gather results, and the shas of broken commits among them, into batches."""
    done = broken = 0
    batch: TreeBatch[Result] = TreeBatch()
    for result in results:
        if isinstance(result, str):
            batch.broken.append(result)
            broken += 1
        else:
            batch.results.append(result)
        done += 1
        if done % BATCH == 0:
            yield batch
            progress(done, total)
            batch = TreeBatch()
            if should_stop():
                return
        if broken > BROKEN_LIMIT:
            raise BrokenRepository
    yield batch
    progress(done, total)


class _TreeReader(Generic[Result]):
    """Runs diff-tree until every commit asked for is answered or known to be broken."""

    def __init__(self, command: Callable[[Sequence[str]], Command], parser: Callable[[], Parser[Result]]) -> None:
        self._command = command
        self._parser: Callable[[], Parser[Result]] = parser

    def read(self, shas: Sequence[str]) -> Iterator[Result | str]:
        """Yield one result for each sha in order; for a broken commit its bare sha."""
        position = 0
        while position < len(shas):
            for result in self._run(shas[position:]):
                # Git passes over an id that is no commit without a word.
                while shas[position] != result.sha:
                    yield shas[position]
                    position += 1
                yield result
                position += 1
            if position < len(shas):
                yield self._alone(shas[position])
                position += 1

    def _run(self, shas: Sequence[str]) -> Iterator[Result]:
        """Yield what one process answers. It ends early at a broken commit, and the rest stays open."""
        parser = self._parser()
        with start(self._command(shas)) as running:
            for complete in fields(running):
                yield from parser.feed(complete)
            code = running.returncode()
        # Git writes a commit's name, then fails or writes all its records: a bare name is no answer.
        last = parser.open
        if last is not None and (code == 0 or not _is_bare(last)):
            yield last

    def _alone(self, sha: str) -> Result | str:
        parser: Parser[Result] = self._parser()
        with start(self._command([sha])) as running:
            for complete in fields(running):
                parser.feed(complete)
            code = running.returncode()
        return sha if code != 0 or parser.open is None else parser.open


def _is_bare(result: CommitPaths | CommitLines) -> bool:
    return not (result.paths if isinstance(result, CommitPaths) else result.files)
