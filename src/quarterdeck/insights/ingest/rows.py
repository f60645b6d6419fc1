"""The rows that can be handed in. Closed: a misspelt field is an error, not a fact that silently lacks."""

from abc import ABC, abstractmethod
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from quarterdeck.infra.web.schema import StrictModel
from quarterdeck.insights.facts.rows import Actor
from quarterdeck.insights.times import OurTime

IngestKind = Literal["commits", "pull-requests", "deployments", "incidents"]

Sha = Annotated[
    str, StringConstraints(to_lower=True, pattern=r"^([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$", strip_whitespace=True)
]
Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(max_length=1_000)]
Address = Annotated[str, StringConstraints(max_length=320, to_lower=True, strip_whitespace=True)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Number = Annotated[int, Field(ge=1, le=999_999_999)]


def _words(value: Any) -> Any:
    return value.split() if isinstance(value, str) else value


Shas = Annotated[list[Sha], Field(max_length=1_000), BeforeValidator(_words)]


class IngestRow(StrictModel, ABC):
    """`repository` names a registered repository by id, name or URL; the address may name it for all rows."""

    kind: ClassVar[IngestKind]

    repository: Annotated[str, StringConstraints(min_length=1, max_length=2_000)] | None = None

    @property
    @abstractmethod
    def natural_key(self) -> str:
        """What makes two rows of a repository the same fact."""

    @property
    def shas(self) -> list[str]:
        """Commits that the row speaks of, and which should be known."""
        return []


class CommitRow(IngestRow):
    kind = "commits"

    sha: Sha
    parents: Shas = Field(default_factory=list, description="In CSV divided by blanks")
    subject: Line
    author_name: Short
    author_email: Address
    authored_time: OurTime
    committed_time: OurTime | None = Field(None, description="By default `authored_time`")
    committer_email: Address | None = None
    actor: Actor | None = Field(None, description="By default told from name and address")
    pr_number: Number | None = None
    reverts_sha: Sha | None = None
    files: Count | None = None
    additions: Count | None = None
    deletions: Count | None = None

    @property
    def natural_key(self) -> str:
        return self.sha


class PullRequestRow(IngestRow):
    kind = "pull-requests"

    number: Number
    title: Line
    state: Literal["merged", "open", "closed"] | None = Field(None, description="By default told from the times")
    author_name: Short
    author_email: Address = ""
    actor: Actor | None = Field(None, description="By default told from name and address")
    first_commit_time: OurTime | None = None
    opened_time: OurTime | None = None
    merged_time: OurTime | None = None
    closed_time: OurTime | None = None
    merge_sha: Sha | None = None
    commit_count: Count | None = None
    additions: Count | None = None
    deletions: Count | None = None
    url: Annotated[str, StringConstraints(max_length=2_000, pattern=r"^https?://")] | None = None

    @property
    def natural_key(self) -> str:
        return str(self.number)

    @property
    def shas(self) -> list[str]:
        return [self.merge_sha] if self.merge_sha else []


class DeploymentRow(IngestRow):
    kind = "deployments"

    deployment_id: Short | None = Field(None, description="By default made of service, environment, sha and time")
    service: Short = "default"
    environment: Short = "production"
    sha: Sha | None = Field(None, description="What was deployed; without it no change can be said to be in it")
    ref: Line = ""
    finished_time: OurTime
    status: Literal["success", "failure"] = Field("success", description="Whether it reached the environment")
    type: Literal["planned", "rollback", "hotfix"] = "planned"
    failed: bool | None = Field(None, description="Whether it had to be mended; null leaves it to incidents")
    source: Literal["observed", "imported"] = Field(
        "imported", description="`observed` for an event sent by the deployment itself"
    )

    @property
    def natural_key(self) -> str:
        if self.deployment_id is not None:
            return self.deployment_id
        stamp = f"{self.finished_time.timestamp():.0f}"
        return f"{self.service[:80]}:{self.environment[:80]}:{self.sha or '-'}:{stamp}"

    @property
    def shas(self) -> list[str]:
        return [self.sha] if self.sha else []


class IncidentRow(IngestRow):
    kind = "incidents"

    incident_id: Short
    service: Short = "default"
    title: Line = ""
    severity: Short = "unknown"
    started_time: OurTime
    resolved_time: OurTime | None = Field(None, description="Left out while it lasts")
    caused_by_deployment: Annotated[str, StringConstraints(max_length=300)] | None = Field(
        None, description="A `deployment_id`; by default the last deployment of the service in the week before"
    )

    @property
    def natural_key(self) -> str:
        return self.incident_id


ROW_TYPES: dict[IngestKind, type[IngestRow]] = {
    "commits": CommitRow,
    "pull-requests": PullRequestRow,
    "deployments": DeploymentRow,
    "incidents": IncidentRow,
}
