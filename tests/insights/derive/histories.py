"""Small histories in plain values: no git, no files."""

from collections.abc import Sequence

from quarterdeck.insights.derive.inputs import Tag
from quarterdeck.insights.facts.rows import Actor, Commit
from tests.insights.golden import day


def sha(name: str) -> str:
    """Give a readable name the shape of a commit's."""
    return name.encode().hex().ljust(40, "0")


def commit(
    name: str,
    parents: Sequence[str],
    days: float,
    *,
    authored: float | None = None,
    subject: str | None = None,
    actor: Actor = "human",
    reverts: str | None = None,
    number: int | None = None,
    lines: int | None = None,
) -> Commit:
    return Commit(
        repository_id="repo",
        sha=sha(name),
        parents=" ".join(sha(parent) for parent in parents),
        author_name="Ann",
        author_email="ann@example.com",
        committer_email="ann@example.com",
        authored_time=day(days if authored is None else authored),
        committed_time=day(days),
        tz_offset_minutes=0,
        subject=subject or name,
        is_merge=len(parents) > 1,
        first_parent=False,
        actor=actor,
        co_authors="[]",
        reverts_sha=sha(reverts) if reverts else None,
        pr_number=number,
        files=None,
        additions=lines,
        deletions=lines,
        reachable=True,
        source="observed",
    )


def line(*steps: tuple[str, float]) -> list[Commit]:
    """Build a straight line of commits from (name, day)."""
    return [commit(name, [steps[place - 1][0]] if place else [], days) for place, (name, days) in enumerate(steps)]


def tag(name: str, on: str, days: float | None = None) -> Tag:
    return Tag(name, sha(on), None if days is None else day(days))
