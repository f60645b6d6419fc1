"""Changes: pull requests as merges and squashes show them, and otherwise the commits of the main line."""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from operator import attrgetter

from quarterdeck.insights.derive.actors import Actors
from quarterdeck.insights.derive.graph import Graph, claim, claim_more
from quarterdeck.insights.derive.inputs import Note
from quarterdeck.insights.derive.releases import Release
from quarterdeck.insights.facts.rows import Actor, Change, Commit

_NOTHING = Note()
_AGE = attrgetter("authored_time", "sha")


def find_changes(
    graph: Graph,
    main_tip: str,
    releases: Sequence[Release],
    notes: Mapping[str, Note],
    actors: Actors,
) -> list[Change]:
    """Return the changes, oldest first, of the main line and of the maintenance lines that were released."""
    steps, owner = _steps(graph, main_tip, releases)
    members: list[list[Commit]] = [[] for _ in steps]
    for sha, step in owner.items():
        members[step].append(graph.commits[sha])
    taken: set[int] = set()
    return [
        _change(graph.commits[sha], members[place], notes.get(sha, _NOTHING), taken, actors)
        for place, sha in enumerate(steps)
    ]


def _steps(graph: Graph, main_tip: str, releases: Sequence[Release]) -> tuple[list[str], dict[str, int]]:
    """List the commits that brought changes, and say of every commit with which of them it came."""
    steps = list(graph.first_parents(main_tip))[::-1]
    owner = claim(graph, steps)
    taken = set(owner)
    more: list[str] = []
    for release in releases:
        line = list(takewhile(lambda sha: sha not in taken, graph.first_parents(release.sha)))[::-1]
        more += line
        taken.update(line)
    claim_more(graph, owner, more, len(steps))
    return [*steps, *more], owner


def _change(step: Commit, members: Sequence[Commit], note: Note, taken: set[int], actors: Actors) -> Change:
    """Build the change that `step` brought to its line; `members` are all commits that came with it.

    A number counts once: a backport quotes the number of the pull request that it copies.
    """
    number = step.pr_number if step.pr_number not in taken else None
    if number is not None:
        taken.add(number)
    work = [commit for commit in members if not commit.is_merge] or [step]
    first = work[0] if len(work) == 1 else min(work, key=_AGE)
    return Change(
        repository_id=step.repository_id,
        change_id=step.sha if number is None else f"pr-{number}",
        kind="commit" if number is None else "pull_request",
        number=number,
        title=(note.title if number is not None and note.title else step.subject),
        author_email=first.author_email,
        author_name=first.author_name,
        actor=_actor(first, work, note, actors),
        first_commit_time=first.authored_time,
        opened_time=None,
        merged_time=step.committed_time,
        closed_time=step.committed_time,
        merge_sha=step.sha,
        state="merged",
        commit_count=len(work),
        additions=first.additions if len(work) == 1 else _total([commit.additions for commit in work]),
        deletions=first.deletions if len(work) == 1 else _total([commit.deletions for commit in work]),
        url=None,
        source="derived",
    )


def _actor(first: Commit, work: Sequence[Commit], note: Note, actors: Actors) -> Actor:
    helped = first.actor == "human" and len(work) > 1 and any(commit.actor == "agent" for commit in work)
    return "agent" if helped else actors.of_change(first.actor, note.branch)


def _total(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None
