"""Reading a whole repository in one go, as the sync job does batch by batch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quarterdeck.insights.derive.config import DeriveConfig
from quarterdeck.insights.derive.inputs import Note
from quarterdeck.insights.derive.pipeline import Derived, History, derive
from quarterdeck.insights.facts.rows import Commit
from quarterdeck.insights.sources.git.headers import Signature, read_headers
from quarterdeck.insights.sources.git.inspect import RepositoryState, inspect


@dataclass
class Read:
    state: RepositoryState
    commits: dict[str, Commit] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    signatures: list[Signature] = field(default_factory=list)


def read(path: Path, *, known: Sequence[str] = ()) -> Read:
    state = inspect(path)
    result = Read(state)
    for batch in read_headers(state.git_dir, "repo", state.tips(), known=known, main_tip=state.main_tip):
        result.commits |= {commit.sha: commit for commit in batch.commits}
        result.notes |= batch.notes
        result.signatures += batch.signatures
    return result


def derived(path: Path, config: DeriveConfig | None = None) -> Derived:
    found = read(path)
    state = found.state
    history = History("repo", list(found.commits.values()), state.main_tip, state.tags, state.branches, found.notes)
    return derive(history, config or DeriveConfig())
