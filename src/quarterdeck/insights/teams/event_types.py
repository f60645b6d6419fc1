"""What teams tell of themselves."""

from quarterdeck.infra.event_log import EventType

TEAM_CREATED = EventType(
    "team.created", audience="organization", scope="organizations:read", action="team.create", data="`name`"
)
TEAM_UPDATED = EventType(
    "team.updated", audience="organization", scope="organizations:read", action="team.update", data="`name`, `fields`"
)
TEAM_DELETED = EventType(
    "team.deleted", audience="organization", scope="organizations:read", action="team.delete", data="`name`"
)

EVENT_TYPES = (TEAM_CREATED, TEAM_UPDATED, TEAM_DELETED)
