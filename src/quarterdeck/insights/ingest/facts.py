"""From handed-in rows to rows of the fact store."""

from collections.abc import Iterable, Mapping
from typing import cast

from quarterdeck.insights.derive.actors import Actors
from quarterdeck.insights.derive.inputs import Imports
from quarterdeck.insights.facts.rows import Change, ChangeState, Commit, Deployment, Incident
from quarterdeck.insights.ingest.rows import (
    CommitRow,
    DeploymentRow,
    IncidentRow,
    IngestKind,
    IngestRow,
    PullRequestRow,
)
from quarterdeck.insights.times import naive, naive_or_none


def imports_from(repository_id: str, rows: Mapping[IngestKind, Iterable[IngestRow]], actors: Actors) -> Imports:
    return Imports(
        commits=[_commit(repository_id, cast("CommitRow", row), actors) for row in rows["commits"]],
        changes=[_change(repository_id, cast("PullRequestRow", row), actors) for row in rows["pull-requests"]],
        deployments=[_deployment(repository_id, cast("DeploymentRow", row)) for row in rows["deployments"]],
        incidents=[_incident(repository_id, cast("IncidentRow", row)) for row in rows["incidents"]],
    )


def _commit(repository_id: str, row: CommitRow, actors: Actors) -> Commit:
    offset = row.authored_time.utcoffset()
    return Commit(
        repository_id=repository_id,
        sha=row.sha,
        parents=" ".join(row.parents),
        author_name=row.author_name,
        author_email=row.author_email,
        committer_email=row.committer_email or row.author_email,
        authored_time=naive(row.authored_time),
        committed_time=naive(row.committed_time or row.authored_time),
        tz_offset_minutes=int(offset.total_seconds() // 60) if offset else 0,
        subject=row.subject,
        is_merge=len(row.parents) > 1,
        first_parent=False,
        actor=row.actor or actors.of_person(row.author_name, row.author_email),
        co_authors="[]",
        reverts_sha=row.reverts_sha,
        pr_number=row.pr_number,
        files=row.files,
        additions=row.additions,
        deletions=row.deletions,
        reachable=True,
        source="imported",
    )


def _change(repository_id: str, row: PullRequestRow, actors: Actors) -> Change:
    return Change(
        repository_id=repository_id,
        change_id=f"pr-{row.number}",
        kind="pull_request",
        number=row.number,
        title=row.title,
        author_email=row.author_email,
        author_name=row.author_name,
        actor=row.actor or actors.of_person(row.author_name, row.author_email),
        first_commit_time=naive_or_none(row.first_commit_time),
        opened_time=naive_or_none(row.opened_time),
        merged_time=naive_or_none(row.merged_time),
        closed_time=naive_or_none(row.closed_time or row.merged_time),
        merge_sha=row.merge_sha,
        state=_state(row),
        commit_count=row.commit_count,
        additions=row.additions,
        deletions=row.deletions,
        url=row.url,
        source="imported",
    )


def _state(row: PullRequestRow) -> ChangeState:
    if row.state is not None:
        return row.state
    if row.merged_time is not None:
        return "merged"
    return "closed" if row.closed_time is not None else "open"


def _deployment(repository_id: str, row: DeploymentRow) -> Deployment:
    return Deployment(
        repository_id=repository_id,
        deployment_id=row.natural_key,
        service=row.service,
        environment=row.environment,
        sha=row.sha or "",
        ref=row.ref,
        finished_time=naive(row.finished_time),
        status=row.status,
        kind=row.type,
        failed=row.failed,
        failure_evidence="said so when it was handed in" if row.failed else None,
        source=row.source,
        strategy="imported",
    )


def _incident(repository_id: str, row: IncidentRow) -> Incident:
    return Incident(
        repository_id=repository_id,
        incident_id=row.incident_id,
        service=row.service,
        started_time=naive(row.started_time),
        resolved_time=naive_or_none(row.resolved_time),
        severity=row.severity,
        title=row.title,
        caused_by_deployment=row.caused_by_deployment,
        failed_deployment_time=None,
        source="imported",
    )
