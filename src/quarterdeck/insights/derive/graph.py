"""The commit graph. Containment is asked of parents, never of clocks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quarterdeck.insights.facts.rows import Commit


@dataclass(frozen=True, slots=True)
class Graph:
    """Commits by sha with their known parents; a parent that was not read (shallow, dropped) is left out."""

    commits: Mapping[str, Commit]
    parents: Mapping[str, tuple[str, ...]]

    def first_parents(self, tip: str) -> Iterator[str]:
        """Walk from `tip` back along first parents."""
        sha: str | None = tip if tip in self.commits else None
        while sha is not None:
            yield sha
            sha = next(iter(self.parents[sha]), None)


def build(commits: Iterable[Commit]) -> Graph:
    """Link the reachable ones of `commits`."""
    by_sha = {commit.sha: commit for commit in commits if commit.reachable}
    parents = {
        sha: tuple(parent for parent in commit.parents.split() if parent in by_sha) for sha, commit in by_sha.items()
    }
    return Graph(by_sha, parents)


def claim(graph: Graph, starts: Sequence[str]) -> dict[str, int]:
    """For every commit, the position of the first of `starts` that contains it.

    One walk over the whole graph: behind a claimed commit everything is claimed already.
    """
    owner: dict[str, int] = {}
    for position, start in enumerate(starts):
        stack = [start] if start in graph.commits else []
        while stack:
            sha = stack.pop()
            if sha not in owner:
                owner[sha] = position
                stack.extend(graph.parents[sha])
    return owner


def children_first(graph: Graph) -> list[str]:
    """Order all commits so that none comes before one of its children."""
    waiting = dict.fromkeys(graph.commits, 0)
    for parents in graph.parents.values():
        for parent in parents:
            waiting[parent] += 1
    ready = [sha for sha, children in waiting.items() if children == 0]
    order: list[str] = []
    while ready:
        sha = ready.pop()
        order.append(sha)
        for parent in graph.parents[sha]:
            waiting[parent] -= 1
            if waiting[parent] == 0:
                ready.append(parent)
    return order


def earliest_above(graph: Graph, order: Sequence[str], times: Mapping[str, datetime]) -> dict[str, datetime]:
    """For every commit, the earliest of `times` at it or at a commit that contains it.

    `order` is `children_first`, which the caller may need for more than this.
    """
    earliest = dict(times)
    for sha in order:
        time = earliest.get(sha)
        if time is not None:
            for parent in graph.parents[sha]:
                earliest[parent] = min(time, earliest.get(parent, time))
    return earliest
