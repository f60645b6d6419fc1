"""What developers tell of themselves."""

from quarterdeck.infra.event_log import EventType

DEVELOPER_UPDATED = EventType(
    "developer.updated", audience="organization", scope="organizations:read", action="developer.update", data="`fields`"
)
DEVELOPER_MERGED = EventType(
    "developer.merged", audience="organization", scope="organizations:read", action="developer.merge", data="`into`"
)
DEVELOPER_UNMERGED = EventType(
    "developer.unmerged", audience="organization", scope="organizations:read", action="developer.unmerge"
)

EVENT_TYPES = (DEVELOPER_UPDATED, DEVELOPER_MERGED, DEVELOPER_UNMERGED)
