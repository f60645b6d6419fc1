"""Repositories on the wire."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from quarterdeck.infra.web.schema import Identifier, Name, ResponseModel, StrictModel, UtcDateTime
from quarterdeck.infra.web.versions import ExpectedVersion

Url = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
LocalPath = Annotated[str, StringConstraints(min_length=1, max_length=4_096, pattern=r"^/")]
Language = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=200)]
ServiceName = Annotated[str, StringConstraints(min_length=1, max_length=100)]
StrategyKind = Literal["auto", "tags", "first_parent_main", "environment_branch"]
SyncState = Literal["never", "queued", "running", "done", "failed", "cancelled"]


class Strategy(StrictModel):
    """How deployments are concluded from a history that does not name them, and what counts as their failure."""

    kind: StrategyKind = Field(
        "auto",
        description="`auto` takes deployments handed in by `/ingest`, else an environment's branch, else release "
        "tags, else every change of the main branch",
    )
    service: ServiceName = Field("default", description="What is deployed, where a tag does not name it")
    tag_pattern: Pattern | None = Field(
        None, description="Shell pattern that release tags must fit; without one, tags that hold a version count"
    )
    tag_order: Literal["time", "version"] = Field(
        "time", description="Which release counts as the first to hold a change: the earlier, or the lower version"
    )
    environment_branch: Pattern | None = Field(
        None, description="Branch that is what runs; without one `production`, `prod`, `live` and `deploy` are tried"
    )
    group_minutes: int = Field(10, ge=0, le=1_440, description="Commits pushed within this are one deployment")
    revert_window_days: int = Field(14, ge=0, le=365, description="A later revert is no failure; 0 ignores reverts")
    patch_window_days: int = Field(3, ge=0, le=365, description="The same for an unusually early patch release")
    hotfix_window_days: int = Field(7, ge=0, le=365, description="The same for a hotfix")


class RepositoryIn(StrictModel):
    """Name a `url` to be cloned here, or the `path` of a clone on the server; neither is fed by `/ingest` alone."""

    name: Name | None = Field(None, description="By default the last part of the address", examples=["backend-api"])
    url: Url | None = Field(None, examples=["https://github.com/org/backend-api"])
    path: LocalPath | None = Field(None, description="Under REPOSITORY_ROOTS", examples=["/srv/git/backend-api"])
    organization_id: Identifier | None = Field(
        None, description="May be left out by somebody who belongs to one organization"
    )
    team_id: Identifier | None = None
    language: Language | None = Field(None, description="Found by itself when left out", examples=["Python"])
    strategy: Strategy = Strategy()

    @model_validator(mode="after")
    def one_place_and_a_name(self) -> Self:
        if self.url is not None and self.path is not None:
            raise ValueError("Name a url or a path, not both")
        if self.url is None and self.path is None and self.name is None:
            raise ValueError("Name a url or a path, or at least a name")
        return self


class RepositoryPut(StrictModel):
    name: Name
    team_id: Identifier | None = None
    language: Language | None = None
    strategy: Strategy = Strategy()
    expected_version: ExpectedVersion = None


class RepositoryPatch(StrictModel):
    """A field left out stays; `team_id` and `language` may be set to null."""

    name: Name | None = None
    team_id: Identifier | None = None
    language: Language | None = None
    strategy: Strategy | None = None
    expected_version: ExpectedVersion = None

    def changes(self) -> dict[str, Any]:
        """Return what was sent; null means "none" for a team or a language, and nothing for the others."""
        sent = self.model_dump(exclude_unset=True, exclude={"expected_version", "strategy"})
        if self.strategy is not None:
            sent["strategy"] = self.strategy.model_dump()
        return {name: value for name, value in sent.items() if value is not None or name in ("team_id", "language")}


class SyncError(ResponseModel):
    code: str = Field(examples=["NOT_A_REPOSITORY"])
    message: str
    hint: str | None = None


class SyncOut(ResponseModel):
    """Where the reading of the repository stands. Metrics are there from the second phase on."""

    job_id: str | None
    state: SyncState
    phase: str | None = Field(description="fetch, commits, paths, lines, done", examples=["lines"])
    done: float | None
    total: float | None
    message: str | None
    error: SyncError | None
    last_synced_at: UtcDateTime | None = Field(description="When the facts were last brought up to date")


class RepositoryOut(ResponseModel):
    id: str
    name: str = Field(examples=["backend-api"])
    url: str | None = Field(examples=["https://github.com/org/backend-api"])
    path: str | None
    language: str | None = Field(examples=["Python"])
    organization_id: str
    team_id: str | None
    last_commit: UtcDateTime | None
    commit_count: int = Field(examples=[1250])
    strategy: Strategy
    sync: SyncOut
    created_at: UtcDateTime
    updated_at: UtcDateTime
    version: int


class ReadingCaveat(ResponseModel):
    code: str = Field(examples=["SHALLOW_CLONE"])
    message: str


class Statistics(ResponseModel):
    commits: int
    merges: int
    contributors: int
    commits_last_30d: int
    commits_by_actor: dict[str, int]
    commits_with_lines: int = Field(description="Whose lines are counted already")
    unreachable_commits: int = Field(description="Dropped by a force push; kept, and left out of metrics")
    changes: int
    open_pull_requests: int
    deployments: int
    failed_deployments: int
    incidents: int
    first_commit: UtcDateTime | None
    last_deployment: UtcDateTime | None


class RepositoryDetailsOut(RepositoryOut):
    default_branch: str | None
    strategy_used: str | None = Field(description="How deployments were found; null before the first reading")
    strategy_reason: str | None
    statistics: Statistics
    warnings: Sequence[ReadingCaveat] = Field(description="What makes numbers of this repository less sure")


class SyncStarted(ResponseModel):
    job_id: str
    state: Literal["queued"] = "queued"


class CommitOut(ResponseModel):
    sha: str
    parents: Sequence[str]
    subject: str
    author_name: str
    author_email: str
    authored_time: UtcDateTime
    committed_time: UtcDateTime
    is_merge: bool
    actor: Literal["human", "bot", "agent"]
    co_authors: Sequence[str]
    reverts_sha: str | None
    pr_number: int | None
    files: int | None = Field(description="Null until counted, and for merges")
    additions: int | None
    deletions: int | None
    reachable: bool
    source: Literal["observed", "derived", "imported"]


class PullRequestOut(ResponseModel):
    id: str
    number: int | None
    title: str
    state: Literal["merged", "open", "closed"]
    author_name: str
    author_email: str
    actor: Literal["human", "bot", "agent"]
    first_commit_time: UtcDateTime | None
    opened_time: UtcDateTime | None
    merged_time: UtcDateTime | None
    closed_time: UtcDateTime | None
    merge_sha: str | None
    commit_count: int | None
    additions: int | None
    deletions: int | None
    url: str | None
    source: Literal["observed", "derived", "imported"]
