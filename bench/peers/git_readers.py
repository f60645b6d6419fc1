"""One reading of one repository, told as CPU seconds (children included): `git_readers WHO PATH [FOLDER]`.

A process of its own for each, so that none pays for another's heap; imports are not counted for anybody.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

RAW = ("log", "--numstat", "-M", "--diff-merges=off", "HEAD")


def cpu_seconds() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, kinds))


def raw(path: Path, _folder: Path) -> Callable[[], int]:
    """The limit: git itself, its output thrown away."""

    def work() -> int:
        subprocess.run(["git", *RAW], cwd=path, check=True, stdout=subprocess.DEVNULL)
        return 0

    return work


def ours(path: Path, _folder: Path) -> Callable[[], int]:
    """All three tiers, to rows."""
    headers = import_module("quarterdeck.insights.sources.git.headers")
    trees = import_module("quarterdeck.insights.sources.git.trees")
    inspection = import_module("quarterdeck.insights.sources.git.inspect")

    def work() -> int:
        state = inspection.inspect(path)
        tips = [state.main_tip]
        batches = headers.read_headers(state.git_dir, "bench", tips, main_tip=state.main_tip)
        commits = [commit for batch in batches for commit in batch.commits]
        shas = [commit.sha for commit in commits if not commit.is_merge]
        paths = [result for batch in trees.read_paths(state.git_dir, shas) for result in batch.results]
        lines = [result for batch in trees.read_lines(state.git_dir, shas) for result in batch.results]
        if len(paths) != len(lines):
            raise RuntimeError
        return len(commits)

    return work


def first_tier(path: Path, _folder: Path) -> Callable[[], int]:
    """Headers, tags and everything derived from them: what the first charts need."""
    headers = import_module("quarterdeck.insights.sources.git.headers")
    inspection = import_module("quarterdeck.insights.sources.git.inspect")
    derivation = import_module("quarterdeck.insights.derive.pipeline")

    def work() -> int:
        state = inspection.inspect(path)
        commits: list[Any] = []
        notes: dict[str, Any] = {}
        for batch in headers.read_headers(state.git_dir, "bench", state.tips(), main_tip=state.main_tip):
            commits += batch.commits
            notes |= batch.notes
        history = derivation.History("bench", commits, state.main_tip, state.tags, state.branches, notes)
        derivation.derive(history)
        return len(commits)

    return work


def perceval(path: Path, folder: Path) -> Callable[[], int]:
    """From nothing to data, as for us: it cannot read in place, so its mirror (a local clone) counts."""
    git = import_module("perceval.backends.core.git").Git
    head = subprocess.run(["git", "symbolic-ref", "--short", "HEAD"], cwd=path, check=True, capture_output=True)
    branch = head.stdout.decode().strip()

    def work() -> int:
        with tempfile.TemporaryDirectory(dir=folder) as fresh:
            return sum(1 for _ in git(str(path), f"{fresh}/mirror").fetch(branches=[branch]))

    return work


def pydriller(path: Path, _folder: Path) -> Callable[[], int]:
    repository = import_module("pydriller").Repository(str(path), num_workers=1)

    def work() -> int:
        count = 0
        for commit in repository.traverse_commits():
            count += 1
            for file in commit.modified_files:
                _ = (file.new_path, file.added_lines, file.deleted_lines)
        return count

    return work


READERS = {reader.__name__: reader for reader in (raw, ours, first_tier, perceval, pydriller)}


def main() -> None:
    who, path, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    work = READERS[who](path, folder)
    before = cpu_seconds()
    count = work()
    print(f"{cpu_seconds() - before:.4f} {count}")


if __name__ == "__main__":
    main()
