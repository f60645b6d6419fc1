"""What the event log tells of repositories."""

from typing import Any

from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import emit


def tell(
    session: Session,
    event_type: str,
    repository_id: str,
    organization_id: str,
    data: dict[str, Any],
    actor_id: str | None = None,
) -> None:
    """Tell those of the organization who may read repositories; without `actor_id` the server did it by itself."""
    emit(
        session,
        event_type,
        subject=("repository", repository_id),
        scope="repositories:read",
        organization_id=organization_id,
        actor_id=actor_id,
        data=data,
    )
