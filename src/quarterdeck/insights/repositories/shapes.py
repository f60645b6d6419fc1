"""From rows to answers."""

from collections.abc import Mapping
from typing import Any

from quarterdeck.insights.repositories.schemas import RepositoryOut, Strategy, SyncError, SyncOut, SyncState

_STATES: Mapping[str, SyncState] = {
    "queued": "queued",
    "running": "running",
    "succeeded": "done",
    "failed": "failed",
    "cancelled": "cancelled",
}


def repository_out(row: Any) -> RepositoryOut:
    """Build the answer from a `Repository` or a row of the same columns, all of it checked when it was written."""
    return RepositoryOut.model_construct(
        id=row.id,
        name=row.name,
        url=row.url,
        path=row.path,
        language=row.language,
        organization_id=row.organization_id,
        team_id=row.team_id,
        last_commit=row.last_commit,
        commit_count=row.commit_count,
        strategy=Strategy.model_construct(**row.strategy),
        sync=sync_out(row),
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
    )


def sync_out(row: Any) -> SyncOut:
    """Say where the reading stands; the job itself is forgotten some weeks after its end."""
    state = _STATES.get(row.job_state) or ("done" if row.last_synced_at else "never")
    return SyncOut.model_construct(
        job_id=row.sync_job_id,
        state=state,
        phase="done" if state == "done" else row.job_phase,
        done=row.job_done,
        total=row.job_total,
        message=row.job_message,
        error=SyncError.model_construct(**row.job_error) if row.job_error else None,
        last_synced_at=row.last_synced_at,
    )
