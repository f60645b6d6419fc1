"""Finding the git directory of a path, without asking git and without looking anywhere the caller may not.

Git itself would search upwards and follow pointers. Here the path is the repository or it is not, and for
a remote caller every folder that git would read from must lie inside the allowed roots: the git directory
behind a `.git` file, the common directory of a worktree, and borrowed object stores.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from quarterdeck.insights.sources.git.errors import NotARepository, OutsideRoots

POINTER_LIMIT = 4096


def locate(path: Path, *, roots: Sequence[Path] | None = None) -> Path:
    """Return the resolved git directory of `path`; `roots=None` allows any place (the local command line).

    Raises OutsideRoots, before the existence of anything outside is revealed, and NotARepository.
    """
    try:
        return _locate(path, roots)
    except (OSError, RuntimeError, ValueError) as error:  # no right to look, a loop of links, an endless name
        raise NotARepository from error


def _locate(path: Path, roots: Sequence[Path] | None) -> Path:
    top = path.resolve()
    _require_inside(top, roots)
    git_dir = _git_dir(top)
    for folder in (git_dir, *_borrowed(git_dir)):
        _require_inside(folder, roots)
    return git_dir


def _git_dir(top: Path) -> Path:
    inner = top / ".git"
    candidates = [inner, top]
    if inner.is_file():
        candidates = [(top / _pointer(inner, "gitdir: ")).resolve()]
    for candidate in candidates:
        if (candidate / "HEAD").is_file() and (_common(candidate) / "objects").is_dir():
            return candidate.resolve()
    raise NotARepository


def _borrowed(git_dir: Path) -> Iterator[Path]:
    common = _common(git_dir)
    yield common
    objects = (common / "objects").resolve()
    yield objects
    alternates = objects / "info" / "alternates"
    if alternates.is_file():
        for line in alternates.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            if line and not line.startswith("#"):
                yield (objects / line).resolve()


def _common(git_dir: Path) -> Path:
    pointer = git_dir / "commondir"
    return (git_dir / _pointer(pointer, "")).resolve() if pointer.is_file() else git_dir


def _pointer(file: Path, prefix: str) -> str:
    with file.open(encoding="utf-8", errors="surrogateescape") as lines:
        line = lines.readline(POINTER_LIMIT).rstrip("\n")
    if not line.startswith(prefix):
        raise NotARepository
    return line.removeprefix(prefix)


def _require_inside(folder: Path, roots: Sequence[Path] | None) -> None:
    if roots is not None and not any(folder.is_relative_to(root.resolve()) for root in roots):
        raise OutsideRoots
