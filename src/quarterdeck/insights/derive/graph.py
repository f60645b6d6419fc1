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
    parents: dict[str, tuple[str, ...]] = {}
    for sha, commit in by_sha.items():
        named = commit.parents
        if named in by_sha:  # one parent, as of most
            parents[sha] = (named,)
        else:
            parents[sha] = tuple([parent for parent in named.split() if parent in by_sha])
    return Graph(by_sha, parents)


def claim(graph: Graph, starts: Sequence[str]) -> dict[str, int]:
    """For every commit, the position of the first of `starts` that contains it.

    One walk over the whole graph: behind a claimed commit everything is claimed already.
    """
    owner: dict[str, int] = {}
    claim_more(graph, owner, starts, 0)
    return owner


def claim_more(graph: Graph, owner: dict[str, int], starts: Sequence[str], first: int) -> None:
    """Go on with `starts`, whose positions begin at `first`, behind those that `owner` holds."""
    parents_of = graph.parents
    for position, start in enumerate(starts, first):
        if start in owner or start not in parents_of:
            continue
        owner[start] = position
        stack = [start]
        while stack:
            for parent in parents_of[stack.pop()]:
                if parent not in owner:
                    owner[parent] = position
                    stack.append(parent)


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
