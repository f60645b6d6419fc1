"""The first tier: all headers and tags of a repository, with what earlier readings have counted already."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quarterdeck.infra.jobs import JobContext
from quarterdeck.insights.derive.actors import Actors
from quarterdeck.insights.derive.config import DeriveConfig
from quarterdeck.insights.derive.inputs import Note, Tag
from quarterdeck.insights.derive.pipeline import History
from quarterdeck.insights.facts.rows import Commit
from quarterdeck.insights.facts.store import FactStore
from quarterdeck.insights.sources.git.headers import read_headers
from quarterdeck.insights.sources.git.inspect import RepositoryState

COLUMNS = ", ".join(Commit._fields)

_COUNTED = "select sha, files, additions, deletions from commits where repository_id = $1 and source = 'observed'"
_ROWS = f"select {COLUMNS} from commits where repository_id = $1 and sha = any($2::text[])"  # noqa: S608 - our names

Counts = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """What of a repository is to be read, and by which rules."""

    repository_id: str
    state: RepositoryState
    config: DeriveConfig
    tags: Sequence[Tag]
    actors: Actors

    @property
    def branches(self) -> dict[str, str]:
        known = self.state.branches
        return {name: known[name] for name in self.config.environment_branches if name in known}

    @property
    def tips(self) -> tuple[str, ...]:
        return self.state.tips(branches=self.config.environment_branches)

    @property
    def fingerprint(self) -> str:
        """Change with whatever git could tell differently."""
        seen = (self.state.main_branch, self.tips, self.branches, self.state.tags, sorted(self.state.shallow))
        return hashlib.sha256(repr(seen).encode()).hexdigest()


async def commits_before(facts: FactStore, repository_id: str) -> dict[str, Counts]:
    """Return what was read before, by sha."""
    return {row[0]: (row[1], row[2], row[3]) for row in await facts.query(_COUNTED, [repository_id])}


async def commits_named(facts: FactStore, repository_id: str, shas: Sequence[str]) -> list[Commit]:
    return [Commit(*row) for row in await facts.query(_ROWS, [repository_id, list(shas)])] if shas else []


def read_history(plan: ReadingPlan, before: Mapping[str, Counts], context: JobContext) -> History:
    """Read every header. It takes a second for 60,000 commits, and needs no care for rewritten histories."""
    total = len(before) or None

    def progress(done: int, _total: int | None) -> None:
        context.progress("commits", done, max(total, done) if total else None, "Reading commits and tags")

    commits: list[Commit] = []
    notes: dict[str, Note] = {}
    for batch in read_headers(
        plan.state.git_dir,
        plan.repository_id,
        plan.tips,
        main_tip=plan.state.main_tip,
        actors=plan.actors,
        progress=progress,
        should_stop=context.should_stop,
    ):
        commits += batch.commits
        notes |= batch.notes
    context.check()
    return History(
        repository_id=plan.repository_id,
        commits=[_counted(commit, before.get(commit.sha)) for commit in commits],
        main_tip=plan.state.main_tip,
        tags=plan.tags,
        branches=plan.branches,
        notes=notes,
    )


def _counted(commit: Commit, counts: Counts | None) -> Commit:
    if counts is None or counts[0] is None:
        return commit
    return commit._replace(files=counts[0], additions=counts[1], deletions=counts[2])
