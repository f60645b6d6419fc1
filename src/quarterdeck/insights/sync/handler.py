"""`insights.sync_repository`: from where a repository lies to facts, first the numbers, then the line counts.

Nothing is stored by halves: the old facts stay until the new set takes their place in one transaction, and what
was read up to is noted only after that. Killed at any instant, the next run does again what was not noted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from anyio import to_thread

from quarterdeck.infra.event_log import publish
from quarterdeck.infra.garbage import rare_collections
from quarterdeck.infra.jobs import JobContext
from quarterdeck.insights.derive.actors import Actors
from quarterdeck.insights.derive.assemble import FactSet, assemble, join_history
from quarterdeck.insights.derive.pipeline import History
from quarterdeck.insights.developers import repository as developers
from quarterdeck.insights.facts.rows import Actor, Commit
from quarterdeck.insights.ingest.facts import imports_from
from quarterdeck.insights.ingest.repository import rows_of
from quarterdeck.insights.ingest.rows import IngestKind, IngestRow
from quarterdeck.insights.repositories import repository as repositories
from quarterdeck.insights.repositories.event_types import REPOSITORY_SYNCED
from quarterdeck.insights.repositories.strategy import fitting_tags, read_strategy, rules_of
from quarterdeck.insights.repositories.types import Reading, SyncResult
from quarterdeck.insights.sources.git.inspect import RepositoryState
from quarterdeck.insights.sources.git.language import main_language
from quarterdeck.insights.sync import lines
from quarterdeck.insights.sync.people import developers_in
from quarterdeck.insights.sync.reading import ReadingPlan, commits_before, commits_named, read_history
from quarterdeck.insights.sync.source import open_source
from quarterdeck.insights.sync.stores import Stores
from quarterdeck.insights.sync.warnings import warnings_of
from quarterdeck.insights.times import aware


@dataclass(frozen=True, slots=True)
class StoredState:
    """What the metadata says before a reading, all as of one moment."""

    reading: Reading
    overrides: Mapping[str, Actor]
    rows: Mapping[IngestKind, Sequence[IngestRow]]
    generation: str


async def sync_repository(stores: Stores, context: JobContext) -> dict[str, Any]:
    """Bring the facts of the repository in the payload up to date; says what it found."""
    stored = await _stored_state(stores, context.payload["repository_id"])
    if stored is None:
        return {"skipped": "The repository was removed"}
    state = await open_source(stores, stored.reading, context)
    plan = _plan(stored, state) if state else None
    if plan is not None and _is_current(stored, plan):
        return {"commits": 0, "unchanged": True}
    with rare_collections():
        facts = await _read(stores, context, stored, plan)
    if plan is None:
        return {"commits": len(facts.commits)}
    counted = await lines.count(stores, context, facts, plan)
    return {"commits": len(facts.commits), "counted": counted}


async def _stored_state(stores: Stores, repository_id: str) -> StoredState | None:
    generation = await stores.generation()
    async with stores.database.reading() as session:
        reading = await repositories.reading_of(session, repository_id)
        if reading is None:
            return None
        overrides = await developers.actors_given(session, reading.organization_id)
        return StoredState(reading, overrides, await rows_of(session, repository_id), generation)


def _plan(stored: StoredState, state: RepositoryState) -> ReadingPlan:
    strategy = read_strategy(stored.reading.strategy)
    return ReadingPlan(
        repository_id=stored.reading.id,
        state=state,
        config=rules_of(strategy),
        tags=fitting_tags(strategy, state.tags),
        actors=Actors(stored.overrides),
    )


def _is_current(stored: StoredState, plan: ReadingPlan) -> bool:
    reading = stored.reading
    return (
        reading.applied_revision == reading.revision
        and reading.facts_generation == stored.generation
        and reading.read_state == reading.counted_state == plan.fingerprint
    )


async def _read(stores: Stores, context: JobContext, stored: StoredState, plan: ReadingPlan | None) -> FactSet:
    """Read, derive, replace the facts, and note it: from here on the numbers can be asked for."""
    repository_id, actors = stored.reading.id, Actors(stored.overrides)
    imports = imports_from(repository_id, stored.rows, actors)
    before = await commits_before(stores.facts, repository_id)
    history = await to_thread.run_sync(read_history, plan, before, context) if plan else None
    dropped = await _dropped(stores, repository_id, set(before), history)
    config = plan.config if plan else rules_of(read_strategy(stored.reading.strategy))
    context.progress("commits", len(before), None, "Finding changes and deployments")
    whole = join_history(repository_id, history, dropped, imports)
    facts = await to_thread.run_sync(partial(assemble, whole, imports, config, actors, has_git=history is not None))
    context.check()
    await stores.facts.replace_all(repository_id, facts.tables)
    language = await to_thread.run_sync(_language, plan.state) if plan else None
    await _note(stores, stored, plan, facts, language)
    return facts


async def _dropped(stores: Stores, repository_id: str, before: set[str], history: History | None) -> list[Commit]:
    """Return what was reachable and no longer is: kept, and marked, so that nothing silently disappears."""
    if history is None:
        return []
    gone = before - {commit.sha for commit in history.commits}
    rows = await commits_named(stores.facts, repository_id, sorted(gone))
    return [commit._replace(reachable=False) for commit in rows]


def _language(state: RepositoryState) -> str | None:
    return main_language(state.git_dir, state.main_tip)


async def _note(
    stores: Stores, stored: StoredState, plan: ReadingPlan | None, facts: FactSet, language: str | None
) -> None:
    reachable = [commit for commit in facts.commits if commit.reachable]
    last = max((commit.committed_time for commit in reachable), default=None)
    found = SyncResult(
        applied_revision=stored.reading.revision,
        facts_generation=stored.generation,
        detected_language=language,
        default_branch=plan.state.main_branch if plan else None,
        last_commit=aware(last) if last else None,
        commit_count=sum(not commit.is_merge for commit in reachable),
        change_count=len(facts.changes),
        deployment_count=len(facts.deployments),
        contributor_count=len({commit.author_email for commit in reachable}),
        strategy_used=facts.strategy,
        strategy_reason=facts.reason,
        warnings=warnings_of(plan.state if plan else None, facts),
        read_state=plan.fingerprint if plan else None,
    )
    people = await to_thread.run_sync(developers_in, facts.commits, facts.changes)
    async with stores.database.writing() as session:
        await repositories.write_result(session, stored.reading.id, found)
        organization_id = stored.reading.organization_id
        publish(session, REPOSITORY_SYNCED, stored.reading.id, organization_id=organization_id, data=_counts(found))
        await developers.upsert_observed(session, organization_id, people)


def _counts(found: SyncResult) -> dict[str, int]:
    return {
        "commits": found.commit_count,
        "changes": found.change_count,
        "deployments": found.deployment_count,
        "contributors": found.contributor_count,
    }
