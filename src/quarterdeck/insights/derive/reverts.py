"""Which commit a revert takes back, and what kind of revert it is."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property

from quarterdeck.insights.derive.graph import Graph
from quarterdeck.insights.derive.inputs import Note
from quarterdeck.insights.facts.rows import Change, Commit

_NOTHING = Note()


def find_reverts(graph: Graph, notes: Mapping[str, Note], changes: Sequence[Change]) -> dict[str, str]:
    """Map each reverting commit to the commit it names: by sha, else by pull request, else by title."""
    finder = _Finder(graph, changes)
    named = {
        sha: finder.target(commit, notes.get(sha, _NOTHING))
        for sha, commit in graph.commits.items()
        if commit.reverts_sha is not None or sha in notes
    }
    return {sha: target for sha, target in named.items() if target is not None and target != sha}


def is_reapply(reverts: Mapping[str, str], sha: str) -> bool:
    """Whether a reverting commit brings something back: a revert of a revert, and so on by parity."""
    seen = {sha}
    target = reverts.get(sha)
    while target is not None and target in reverts and target not in seen:
        seen.add(target)
        target = reverts[target]
    return len(seen) % 2 == 0


class _Finder:
    def __init__(self, graph: Graph, changes: Sequence[Change]) -> None:
        self._graph = graph
        self._by_number: dict[int | None, str | None] = {
            change.number: change.merge_sha for change in changes if change.number is not None
        }

    # Most histories revert nothing, and then neither is needed.
    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._graph.commits)

    @cached_property
    def _by_title(self) -> dict[str, list[Commit]]:
        by_title: dict[str, list[Commit]] = {}
        for commit in self._graph.commits.values():
            by_title.setdefault(commit.subject, []).append(commit)
        return by_title

    def target(self, commit: Commit, note: Note) -> str | None:
        return (
            self._named(commit.reverts_sha)
            or self._by_number.get(note.reverts_number)
            or self._titled(note.reverts_title, commit)
        )

    def _named(self, prefix: str | None) -> str | None:
        if prefix is None or prefix in self._graph.commits:
            return prefix
        place = bisect_left(self._sorted, prefix)
        matches = [sha for sha in self._sorted[place : place + 2] if sha.startswith(prefix)]
        return matches[0] if len(matches) == 1 else None

    def _titled(self, title: str | None, commit: Commit) -> str | None:
        same = self._by_title.get(title, []) if title else []
        earlier = [other for other in same if other.committed_time <= commit.committed_time]
        return max(earlier, key=lambda other: other.committed_time).sha if earlier else None
