"""What repositories tell of themselves, and what their reading tells."""

from quarterdeck.infra.event_log import EventType

REPOSITORY_CREATED = EventType(
    "repository.created", audience="organization", scope="repositories:read", action="repository.create", data="`name`"
)
REPOSITORY_UPDATED = EventType(
    "repository.updated",
    audience="organization",
    scope="repositories:read",
    action="repository.update",
    data="`fields`",
)
REPOSITORY_DELETED = EventType(
    "repository.deleted", audience="organization", scope="repositories:read", action="repository.delete", data="`name`"
)
REPOSITORY_SYNCED = EventType(
    "repository.synced",
    audience="organization",
    scope="repositories:read",
    data="`commits`, `changes`, `deployments`, `contributors`",
)

EVENT_TYPES = (REPOSITORY_CREATED, REPOSITORY_UPDATED, REPOSITORY_DELETED, REPOSITORY_SYNCED)
