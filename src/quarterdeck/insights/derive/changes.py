"""Changes: pull requests as merges and squashes show them, and otherwise the commits of the main line."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from quarterdeck.insights.derive.actors import Actors
from quarterdeck.insights.derive.graph import Graph, claim
from quarterdeck.insights.derive.inputs import Note
from quarterdeck.insights.derive.releases import Release
from quarterdeck.insights.facts.rows import Actor, Change, Commit

_NOTHING = Note()


def find_changes(
    graph: Graph,
    main_tip: str,
    releases: Sequence[Release],
    notes: Mapping[str, Note],
    actors: Actors,
) -> list[Change]:
    """Return the changes, oldest first, of the main line and of the maintenance lines that were released."""
    steps = _steps(graph, main_tip, releases)
    owner = claim(graph, steps)
    members: defaultdict[int, list[Commit]] = defaultdict(list)
    for sha, step in owner.items():
        members[step].append(graph.commits[sha])
    taken: set[int] = set()
    return [
        _change(graph.commits[sha], members[place], notes.get(sha, _NOTHING), taken, actors)
        for place, sha in enumerate(steps)
    ]


def _steps(graph: Graph, main_tip: str, releases: Sequence[Release]) -> list[str]:
    main = list(graph.first_parents(main_tip))[::-1]
    taken = set(claim(graph, main))
    steps = list(main)
    for release in releases:
        line = list(_until(graph.first_parents(release.sha), taken))[::-1]
        steps += line
        taken.update(line)
    return steps


def _until(line: Iterator[str], taken: set[str]) -> Iterator[str]:
    for sha in line:
        if sha in taken:
            return
        yield sha


def _change(step: Commit, members: Sequence[Commit], note: Note, taken: set[int], actors: Actors) -> Change:
    """Build the change that `step` brought to its line; `members` are all commits that came with it.

    A number counts once: a backport quotes the number of the pull request that it copies.
    """
    number = step.pr_number if step.pr_number not in taken else None
    if number is not None:
        taken.add(number)
    work = [commit for commit in members if not commit.is_merge] or [step]
    first = min(work, key=lambda commit: (commit.authored_time, commit.sha))
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
        additions=_total([commit.additions for commit in work]),
        deletions=_total([commit.deletions for commit in work]),
        url=None,
        source="derived",
    )


def _actor(first: Commit, work: Sequence[Commit], note: Note, actors: Actors) -> Actor:
    helped = first.actor == "human" and any(commit.actor == "agent" for commit in work)
    return "agent" if helped else actors.of_change(first.actor, note.branch)


def _total(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None
