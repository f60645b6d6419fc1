"""Parsing `git diff-tree -z`: a commit's name, then its records. Pure: fields in, commits out.

No path can be mistaken for a name or a record. A record says how many fields of path follow it, and where a
record may begin, only a name has neither a colon in front (`--raw`) nor a tab inside (`--numstat`).
"""

from dataclasses import dataclass

from quarterdeck.insights.sources.git.fields import path_text

_PAIRED = ("R", "C")  # a rename and a copy name two paths


@dataclass(frozen=True, slots=True)
class PathChange:
    """`status` is git's letter: A, M, D, R, C or T. `old_path` is there for a rename and a copy."""

    status: str
    path: str
    old_path: str | None = None


@dataclass(frozen=True, slots=True)
class CommitPaths:
    sha: str
    paths: tuple[PathChange, ...]


@dataclass(frozen=True, slots=True)
class CommitLines:
    """Lines are null when every file of the commit is binary; a commit that touches no file has 0."""

    sha: str
    files: int
    additions: int | None
    deletions: int | None


class PathsParser:
    """Reads `--raw`: `:mode mode id id status`, then one path or two."""

    def __init__(self) -> None:
        self._sha: str | None = None
        self._paths: list[PathChange] = []
        self._status = ""
        self._old: bytes | None = None

    @property
    def open(self) -> CommitPaths | None:
        return CommitPaths(self._sha, tuple(self._paths)) if self._sha else None

    def feed(self, complete: list[bytes]) -> list[CommitPaths]:
        found: list[CommitPaths] = []
        for raw in complete:
            if self._status:
                self._name(raw)
            elif raw.startswith(b":"):
                self._status = raw[raw.rindex(b" ") + 1 :][:1].decode("ascii")
            else:
                if (last := self.open) is not None:
                    found.append(last)
                self._sha, self._paths = raw.decode("ascii"), []
        return found

    def _name(self, raw: bytes) -> None:
        if self._status in _PAIRED and self._old is None:
            self._old = raw
            return
        old = path_text(self._old) if self._old is not None else None
        self._paths.append(PathChange(self._status, path_text(raw), old))
        self._status, self._old = "", None


class LinesParser:
    """Reads `--numstat`: `added TAB deleted TAB path`; an empty path is a rename, and two fields follow."""

    def __init__(self) -> None:
        self._open: tuple[str, int, int, int, int] | None = None
        self._skip = 0

    @property
    def open(self) -> CommitLines | None:
        return _lines(*self._open) if self._open else None

    def feed(self, complete: list[bytes]) -> list[CommitLines]:
        """Sum up; one loop with local names, because it runs once for every file of every commit."""
        found: list[CommitLines] = []
        skip = self._skip
        sha, files, binary, additions, deletions = self._open or ("", 0, 0, 0, 0)
        for raw in complete:
            if skip:
                skip -= 1
            elif b"\t" in raw:
                added, deleted, path = raw.split(b"\t", 2)
                files += 1
                if added == b"-":
                    binary += 1
                else:
                    additions += int(added)
                    deletions += int(deleted)
                if not path:
                    skip = 2
            else:
                if sha:
                    found.append(_lines(sha, files, binary, additions, deletions))
                sha, files, binary, additions, deletions = raw.decode("ascii"), 0, 0, 0, 0
        self._skip = skip
        self._open = (sha, files, binary, additions, deletions) if sha else None
        return found


def _lines(sha: str, files: int, binary: int, additions: int, deletions: int) -> CommitLines:
    if files and files == binary:
        return CommitLines(sha, files, None, None)
    return CommitLines(sha, files, additions, deletions)
