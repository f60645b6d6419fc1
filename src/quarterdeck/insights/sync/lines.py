"""What follows the first numbers: counting files and lines, and summing them up for each change."""

from collections.abc import Mapping, Sequence

from anyio import to_thread

from quarterdeck.infra.jobs import JobContext
from quarterdeck.insights.derive.assemble import FactSet
from quarterdeck.insights.derive.graph import build, claim
from quarterdeck.insights.facts.rows import Change, Commit
from quarterdeck.insights.repositories import repository as repositories
from quarterdeck.insights.sync.counting import Counting
from quarterdeck.insights.sync.reading import Counts, ReadingPlan, commits_before
from quarterdeck.insights.sync.stores import Stores
from quarterdeck.insights.sync.warnings import warnings_of, with_broken


async def count(stores: Stores, context: JobContext, facts: FactSet, plan: ReadingPlan) -> bool:
    """Count what is not counted. False when it let another job pass, which will go on here."""
    counting = Counting(stores, context, plan.repository_id, plan.state.git_dir)
    uncounted = _uncounted(facts.commits, plan.state.shallow)
    finished = await counting.files([one.sha for one in uncounted if one.files is None])
    if finished:
        counting.broken = 0  # the same commits cannot be read a second time either
        finished = await counting.lines([one.sha for one in uncounted])
    if uncounted:
        await _sum_up(stores, facts)
    async with stores.database.writing() as session:
        if finished:
            warnings = with_broken(warnings_of(plan.state, facts), counting.broken)
            await repositories.write_counted(session, plan.repository_id, plan.fingerprint, warnings)
        else:
            await repositories.raise_facts_version(session, plan.repository_id)
    return finished


def _uncounted(commits: Sequence[Commit], shallow: frozenset[str]) -> list[Commit]:
    """Pick what to count, newest first. Merges add no lines; at a shallow edge every file looks new.

    A commit of nothing but binary files has no lines ever, and is cheap enough to ask again.
    """
    found = [
        one
        for one in commits
        if one.additions is None
        and one.reachable
        and not one.is_merge
        and one.source == "observed"
        and one.sha not in shallow
    ]
    return sorted(found, key=lambda one: (one.committed_time, one.sha), reverse=True)


async def _sum_up(stores: Stores, facts: FactSet) -> None:
    counts = await commits_before(stores.facts, facts.repository_id)
    summed = await to_thread.run_sync(_summed, facts, counts)
    await stores.facts.upsert("changes", summed)


def _summed(facts: FactSet, counts: Mapping[str, Counts]) -> list[Change]:
    """Give each change the lines of its commits, where all of them are known and nobody handed them in."""
    members = _members(facts)
    summed: list[Change] = []
    for change in facts.changes:
        own = [counts[sha] for sha in members.get(change.merge_sha or "", ()) if sha in counts]
        additions, deletions = _total([one[1] for one in own]), _total([one[2] for one in own])
        if change.additions is None and additions is not None and deletions is not None:
            summed.append(change._replace(additions=additions, deletions=deletions))
    return summed


def _members(facts: FactSet) -> dict[str, list[str]]:
    """Say which commits, merges aside, came with which change."""
    graph = build(facts.commits)
    found: dict[str, list[str]] = {}
    for sha, step in claim(graph, facts.steps).items():
        if not graph.commits[sha].is_merge:
            found.setdefault(facts.steps[step], []).append(sha)
    return found


def _total(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None
