"""What a repository is before anything of it is read: its branches, its tags, and whether it is whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quarterdeck.infra.process import run
from quarterdeck.insights.derive.inputs import Tag
from quarterdeck.insights.sources.git.command import git
from quarterdeck.insights.sources.git.errors import BrokenRepository, EmptyRepository
from quarterdeck.insights.sources.git.fields import text
from quarterdeck.insights.sources.git.locate import locate
from quarterdeck.insights.sources.git.tags import OUTPUT_LIMIT, read_tags

USUAL_MAIN = ("main", "master", "trunk")


@dataclass(frozen=True, slots=True)
class RepositoryState:
    """`branches` maps names to tips; where a local branch and origin's differ, the one that is ahead counts.

    `shallow` holds the commits whose parents were cut off: all their files look added, so their lines are not
    counted. `tags_on_no_commit` counts tags on trees, blobs and missing objects.
    """

    git_dir: Path
    bare: bool
    main_branch: str
    main_tip: str
    branches: Mapping[str, str]
    tags: tuple[Tag, ...]
    tags_on_no_commit: int
    shallow: frozenset[str]

    def tips(self, *, branches: Sequence[str] = ()) -> tuple[str, ...]:
        """Return where reading starts: the main branch, every tag, and the named branches.

        Other branches stay out: their squashed and rebased commits would be counted a second time.
        """
        named = (self.branches[name] for name in branches if name in self.branches)
        return tuple(dict.fromkeys((self.main_tip, *named, *(tag.sha for tag in self.tags))))


def inspect(path: Path, *, roots: Sequence[Path] | None = None) -> RepositoryState:
    """Look at the repository at `path`.

    Raises NotARepository, OutsideRoots, EmptyRepository, BrokenRepository.
    """
    git_dir = locate(path, roots=roots)
    bare, shallow = _nature(git_dir)
    branches, main = _branches(git_dir)
    tags = read_tags(git_dir)
    if not branches and not tags.found:
        raise EmptyRepository
    if main is None or _line(git_dir, "cat-file", "-t", branches[main]) != "commit":
        raise BrokenRepository
    return RepositoryState(
        git_dir=git_dir,
        bare=bare,
        main_branch=main,
        main_tip=branches[main],
        branches=branches,
        tags=tags.found,
        tags_on_no_commit=tags.on_no_commit,
        shallow=shallow,
    )


def _branches(git_dir: Path) -> tuple[dict[str, str], str | None]:
    form = "--format=%(objectname) %(refname) %(symref)"
    listed = run(git(git_dir, "for-each-ref", form, "refs/heads", "refs/remotes/origin"), limit=OUTPUT_LIMIT)
    if listed.returncode != 0:
        raise BrokenRepository
    refs = [text(line).split(" ") for line in listed.stdout.splitlines()]
    local = {name.removeprefix("refs/heads/"): sha for sha, name, _ in refs if name.startswith("refs/heads/")}
    remote = {
        name.removeprefix("refs/remotes/origin/"): sha
        for sha, name, points_to in refs
        if name.startswith("refs/remotes/origin/") and not points_to
    }
    heads = [points_to for _, name, points_to in refs if name == "refs/remotes/origin/HEAD"]
    origin_main = heads[0].removeprefix("refs/remotes/origin/") if heads else None
    branches = {**remote, **local}
    main = _main(git_dir, branches, origin_main)
    if main in local and main in remote and _is_ancestor(git_dir, local[main], remote[main]):
        branches[main] = remote[main]
    return branches, main


def _main(git_dir: Path, branches: Mapping[str, str], origin_main: str | None) -> str | None:
    """Choose the main line: what origin says, else the branch of HEAD in a bare one, else the usual names.

    A working copy may have any branch checked out, so there the usual names come before HEAD.
    """
    head = _line(git_dir, "symbolic-ref", "--quiet", "HEAD").removeprefix("refs/heads/")
    bare = not (git_dir / "index").exists()
    by_habit = (head, *USUAL_MAIN) if bare else (*USUAL_MAIN, head)
    candidates = (origin_main, *by_habit, *sorted(branches))
    return next((name for name in candidates if name in branches), None)


def _is_ancestor(git_dir: Path, older: str, newer: str) -> bool:
    return run(git(git_dir, "merge-base", "--is-ancestor", older, newer)).returncode == 0


def _nature(git_dir: Path) -> tuple[bool, frozenset[str]]:
    """Whether it is bare, and the commits at which its history was cut off."""
    asked = ("--is-bare-repository", "--path-format=absolute", "--git-path", "shallow")
    bare, _, path = _line(git_dir, "rev-parse", *asked).partition("\n")
    file = Path(path)
    cut = file.read_text(encoding="ascii").split() if path and file.is_file() else ()
    return bare == "true", frozenset(cut)


def _line(git_dir: Path, *arguments: str) -> str:
    return text(run(git(git_dir, *arguments)).stdout).strip()
