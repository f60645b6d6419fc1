"""What has changed since the last reading: new commits, commits a force push dropped, a moved main line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quarterdeck.infra.process import run, start
from quarterdeck.insights.sources.git.command import git
from quarterdeck.insights.sources.git.errors import BrokenRepository
from quarterdeck.insights.sources.git.headers import first_parents


@dataclass(frozen=True, slots=True)
class Update:
    """`known` are the old tips to leave out when reading anew.

    `dropped` were reachable and no longer are. `joined` and `left` are known commits that came to or off the
    main line. `full` says that everything is to be read, and that what is not found then is unreachable: there
    is no old state, its objects are gone, or another mailmap gives old commits other authors.
    """

    full: bool
    known: tuple[str, ...] = ()
    dropped: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()

    @property
    def rewritten(self) -> bool:
        return self.full or bool(self.dropped)


def compare(
    git_dir: Path,
    *,
    old_tips: Sequence[str],
    new_tips: Sequence[str],
    old_main: str | None,
    new_main: str,
) -> Update:
    """Compare two states by their tips. Old tips that are not ancestors of new ones mean a force push."""
    if not old_tips or old_main is None or not _all_present(git_dir, [*old_tips, old_main]):
        return Update(full=True)
    if old_main != new_main and _mailmap(git_dir, old_main) != _mailmap(git_dir, new_main):
        return Update(full=True)
    dropped = rev_list(git_dir, old_tips, excluding=new_tips)
    if old_main == new_main:
        return Update(full=False, known=tuple(old_tips), dropped=dropped)
    fresh = rev_list(git_dir, new_tips, excluding=old_tips)
    before, after = first_parents(git_dir, old_main), first_parents(git_dir, new_main)
    return Update(
        full=False,
        known=tuple(old_tips),
        dropped=dropped,
        joined=after - before - fresh,
        left=before - after,
    )


def rev_list(git_dir: Path, tips: Sequence[str], *, excluding: Sequence[str] = ()) -> frozenset[str]:
    """Return the shas reachable from `tips` and from none of `excluding`."""
    asked = "".join(f"{sha}\n" for sha in (*tips, *(f"^{sha}" for sha in excluding))).encode()
    output = bytearray()
    with start(git(git_dir, "rev-list", "--stdin", stdin=asked, timeout=None)) as running:
        for chunk in running:
            output += chunk
        if running.returncode() != 0:
            raise BrokenRepository
    return frozenset(output.decode("ascii").split())


def _all_present(git_dir: Path, shas: Sequence[str]) -> bool:
    asked = "".join(f"{sha}^{{commit}}\n" for sha in dict.fromkeys(shas)).encode()
    answers = run(git(git_dir, "cat-file", "--batch-check=%(objecttype)", stdin=asked)).stdout.splitlines()
    return all(answer == b"commit" for answer in answers)


def _mailmap(git_dir: Path, tip: str) -> bytes:
    return run(git(git_dir, "rev-parse", "--quiet", "--verify", f"{tip}:.mailmap")).stdout
