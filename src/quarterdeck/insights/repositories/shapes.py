"""From rows to answers."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row

from quarterdeck.insights.repositories.schemas import RepositoryOut, SyncState
from quarterdeck.insights.repositories.types import Repository

_STATES: Mapping[str, SyncState] = {
    "queued": "queued",
    "running": "running",
    "succeeded": "done",
    "failed": "failed",
    "cancelled": "cancelled",
}


def repository_out(found: Repository) -> RepositoryOut:
    return RepositoryOut.model_validate(with_sync(asdict(found)))


def row_fields(row: Row[Any]) -> dict[str, Any]:
    """Lay out a listed row for the answer's model, which checks a whole page faster than Python builds one row."""
    return with_sync(dict(row._mapping))


def with_sync(fields: dict[str, Any]) -> dict[str, Any]:
    """Add where the reading stands; the job itself is forgotten some weeks after its end."""
    state = _STATES.get(fields["job_state"]) or ("done" if fields["last_synced_at"] else "never")
    fields["sync"] = {
        "job_id": fields["sync_job_id"],
        "state": state,
        "phase": "done" if state == "done" else fields["job_phase"],
        "done": fields["job_done"],
        "total": fields["job_total"],
        "message": fields["job_message"],
        "error": fields["job_error"],
        "last_synced_at": fields["last_synced_at"],
    }
    return fields
