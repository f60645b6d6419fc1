"""Who wrote the commits and changes of a repository."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from quarterdeck.insights.developers.types import ObservedDeveloper
from quarterdeck.insights.facts.rows import Actor, Change, Commit
from quarterdeck.insights.times import aware

Appearance = tuple[str, str, Actor, datetime]


def developers_in(commits: Iterable[Commit], changes: Iterable[Change]) -> list[ObservedDeveloper]:
    """Return one identity for each address, in the order of its first appearance, named as it was last."""
    found: dict[str, list[Appearance]] = {}
    for appearance in _appearances(commits, changes):
        known = found.setdefault(appearance[0], [appearance, appearance])
        if appearance[3] < known[0][3]:
            known[0] = appearance
        if appearance[3] >= known[1][3]:
            known[1] = appearance
    ordered = sorted(found.items(), key=lambda item: (item[1][0][3], item[0]))
    return [
        ObservedDeveloper(email, last[1] or email, last[2], aware(first[3]), aware(last[3]))
        for email, (first, last) in ordered
    ]


def _appearances(commits: Iterable[Commit], changes: Iterable[Change]) -> Iterator[Appearance]:
    for commit in commits:
        if commit.author_email:
            yield commit.author_email, commit.author_name, commit.actor, commit.committed_time
    for change in changes:
        time = change.opened_time or change.merged_time or change.closed_time
        if change.source == "imported" and change.author_email and time:
            yield change.author_email, change.author_name, change.actor, time
