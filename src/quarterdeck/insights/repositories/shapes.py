"""From rows to answers."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json

from quarterdeck.insights.repositories.schemas import RepositoryOut, SyncState
from quarterdeck.insights.repositories.types import Repository
from quarterdeck.kit.pages import Page

_STATES: Mapping[str, SyncState] = {
    "queued": "queued",
    "running": "running",
    "succeeded": "done",
    "failed": "failed",
    "cancelled": "cancelled",
}


def repository_shape(row: Any) -> dict[str, Any]:
    """Lay out a `Repository`, or a row of the list, as `RepositoryOut` has it.

    Plain values: the list of repositories is asked for more than anything else, and building sixty models for a
    page would cost more than the rest of it. A test holds the two together.
    """
    return {
        "id": row.id,
        "name": row.name,
        "url": row.url,
        "path": row.path,
        "language": row.language,
        "organization_id": row.organization_id,
        "team_id": row.team_id,
        "last_commit": row.last_commit,
        "commit_count": row.commit_count,
        "strategy": row.strategy,
        "sync": _sync_shape(row),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "version": row.version,
    }


def repository_out(found: Repository) -> RepositoryOut:
    return RepositoryOut.model_validate(repository_shape(found))


def page_as_json(page: Page[dict[str, Any]]) -> bytes:
    """Write a page of shapes as `ListOf[RepositoryOut]` would be."""
    return to_json(
        {
            "items": page.items,
            "total": page.total,
            "page": page.page,
            "page_size": page.page_size,
            "next_cursor": page.next_cursor,
        }
    )


def _sync_shape(row: Any) -> dict[str, Any]:
    """Say where the reading stands; the job itself is forgotten some weeks after its end."""
    state = _STATES.get(row.job_state) or ("done" if row.last_synced_at else "never")
    return {
        "job_id": row.sync_job_id,
        "state": state,
        "phase": "done" if state == "done" else row.job_phase,
        "done": row.job_done,
        "total": row.job_total,
        "message": row.job_message,
        "error": row.job_error,
        "last_synced_at": row.last_synced_at,
    }
