"""`insights.sync_repository`: from where a repository lies to facts, first the numbers, then the line counts.

Nothing is stored by halves: the old facts stay until the new set takes their place in one transaction, and what
was read up to is noted only after that. Killed at any instant, the next run does again what was not noted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from anyio import to_thread

from quarterdeck.infra.jobs import JobContext
from quarterdeck.insights.derive.actors import Actors
from quarterdeck.insights.derive.api import History
from quarterdeck.insights.developers import repository as developers
from quarterdeck.insights.facts.rows import Actor, Commit
from quarterdeck.insights.ingest.facts import imports_from
from quarterdeck.insights.ingest.repository import rows_of
from quarterdeck.insights.ingest.rows import IngestKind, IngestRow
from quarterdeck.insights.repositories import repository as repositories
from quarterdeck.insights.repositories.news import tell
from quarterdeck.insights.repositories.strategy import fitting_tags, read_strategy, rules_of
from quarterdeck.insights.repositories.types import Found, Reading
from quarterdeck.insights.sources.git.inspect import RepositoryState
from quarterdeck.insights.sources.git.language import main_language
from quarterdeck.insights.sync import lines
from quarterdeck.insights.sync.assemble import FactSet, assemble, joined
from quarterdeck.insights.sync.people import identities_in
from quarterdeck.insights.sync.reading import Wanted, commits_before, commits_named, read_history
from quarterdeck.insights.sync.source import look
from quarterdeck.insights.sync.stores import Stores
from quarterdeck.insights.sync.warnings import warnings_of
from quarterdeck.insights.times import aware


@dataclass(frozen=True, slots=True)
class Known:
    """What the metadata says before a reading, all as of one moment."""

    reading: Reading
    overrides: Mapping[str, Actor]
    rows: Mapping[IngestKind, Sequence[IngestRow]]
    generation: str


async def sync_repository(stores: Stores, context: JobContext) -> dict[str, Any]:
    """Bring the facts of the repository in the payload up to date; says what it found."""
    known = await _known(stores, context.payload["repository_id"])
    if known is None:
        return {"skipped": "The repository was removed"}
    state = await look(stores, known.reading, context)
    wanted = _wanted(known, state) if state else None
    if wanted is not None and _is_current(known, wanted):
        return {"commits": 0, "unchanged": True}
    facts = await _read(stores, context, known, wanted)
    if wanted is None:
        return {"commits": len(facts.commits)}
    counted = await lines.count(stores, context, facts, wanted)
    return {"commits": len(facts.commits), "counted": counted}


async def _known(stores: Stores, repository_id: str) -> Known | None:
    generation = await stores.generation()
    async with stores.database.reading() as session:
        reading = await repositories.reading_of(session, repository_id)
        if reading is None:
            return None
        overrides = await developers.actors_given(session, reading.organization_id)
        return Known(reading, overrides, await rows_of(session, repository_id), generation)


def _wanted(known: Known, state: RepositoryState) -> Wanted:
    strategy = read_strategy(known.reading.strategy)
    return Wanted(
        repository_id=known.reading.id,
        state=state,
        config=rules_of(strategy),
        tags=fitting_tags(strategy, state.tags),
        actors=Actors(known.overrides),
    )


def _is_current(known: Known, wanted: Wanted) -> bool:
    reading = known.reading
    return (
        reading.applied_revision == reading.revision
        and reading.facts_generation == known.generation
        and reading.read_state == reading.counted_state == wanted.fingerprint
    )


async def _read(stores: Stores, context: JobContext, known: Known, wanted: Wanted | None) -> FactSet:
    """Read, derive, replace the facts, and note it: from here on the numbers can be asked for."""
    repository_id, actors = known.reading.id, Actors(known.overrides)
    imports = imports_from(repository_id, known.rows, actors)
    before = await commits_before(stores.facts, repository_id)
    history = await to_thread.run_sync(read_history, wanted, before, context) if wanted else None
    dropped = await _dropped(stores, repository_id, set(before), history)
    config = wanted.config if wanted else rules_of(read_strategy(known.reading.strategy))
    context.progress("commits", len(before), None, "Finding changes and deployments")
    whole = joined(repository_id, history, dropped, imports)
    facts = await to_thread.run_sync(partial(assemble, whole, imports, config, actors, has_git=history is not None))
    context.check()
    await stores.facts.replace_all(repository_id, facts.tables)
    language = await to_thread.run_sync(_language, wanted.state) if wanted else None
    await _note(stores, known, wanted, facts, language)
    return facts


async def _dropped(stores: Stores, repository_id: str, before: set[str], history: History | None) -> list[Commit]:
    """Return what was reachable and no longer is: kept, and marked, so that nothing silently disappears."""
    if history is None:
        return []
    gone = before - {commit.sha for commit in history.commits}
    rows = await commits_named(stores.facts, repository_id, sorted(gone))
    return [replace(commit, reachable=False) for commit in rows]


def _language(state: RepositoryState) -> str | None:
    return main_language(state.git_dir, state.main_tip)


async def _note(stores: Stores, known: Known, wanted: Wanted | None, facts: FactSet, language: str | None) -> None:
    reachable = [commit for commit in facts.commits if commit.reachable]
    last = max((commit.committed_time for commit in reachable), default=None)
    found = Found(
        applied_revision=known.reading.revision,
        facts_generation=known.generation,
        detected_language=language,
        default_branch=wanted.state.main_branch if wanted else None,
        last_commit=aware(last) if last else None,
        commit_count=sum(not commit.is_merge for commit in reachable),
        change_count=len(facts.changes),
        deployment_count=len(facts.deployments),
        contributor_count=len({commit.author_email for commit in reachable}),
        strategy_used=facts.strategy,
        strategy_reason=facts.reason,
        warnings=warnings_of(wanted.state if wanted else None, facts),
        read_state=wanted.fingerprint if wanted else None,
    )
    people = await to_thread.run_sync(identities_in, facts.commits, facts.changes)
    async with stores.database.writing() as session:
        await repositories.write_found(session, known.reading.id, found)
        tell(session, "repository.synced", known.reading.id, known.reading.organization_id, _counts(found))
        await developers.meet(session, known.reading.organization_id, people)


def _counts(found: Found) -> dict[str, int]:
    return {
        "commits": found.commit_count,
        "changes": found.change_count,
        "deployments": found.deployment_count,
        "contributors": found.contributor_count,
    }
