"""Who wrote the commits and changes of a repository."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from quarterdeck.insights.developers.types import Identity
from quarterdeck.insights.facts.rows import Actor, Change, Commit
from quarterdeck.insights.times import aware

Sight = tuple[str, str, Actor, datetime]


def identities_in(commits: Iterable[Commit], changes: Iterable[Change]) -> list[Identity]:
    """Return one identity for each address, in the order of its first appearance, named as it was last."""
    found: dict[str, list[Sight]] = {}
    for sight in _sights(commits, changes):
        known = found.setdefault(sight[0], [sight, sight])
        if sight[3] < known[0][3]:
            known[0] = sight
        if sight[3] >= known[1][3]:
            known[1] = sight
    ordered = sorted(found.items(), key=lambda item: (item[1][0][3], item[0]))
    return [
        Identity(email, last[1] or email, last[2], aware(first[3]), aware(last[3])) for email, (first, last) in ordered
    ]


def _sights(commits: Iterable[Commit], changes: Iterable[Change]) -> Iterator[Sight]:
    for commit in commits:
        if commit.author_email:
            yield commit.author_email, commit.author_name, commit.actor, commit.committed_time
    for change in changes:
        time = change.opened_time or change.merged_time or change.closed_time
        if change.source == "imported" and change.author_email and time:
            yield change.author_email, change.author_name, change.actor, time
