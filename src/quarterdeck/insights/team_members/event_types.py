"""What teams tell of their members."""

from quarterdeck.infra.event_log import EventType

TEAM_MEMBER_ADDED = EventType(
    "team.member_added",
    audience="organization",
    scope="organizations:read",
    action="team.member.add",
    data="`name`, `member_id`",
)
TEAM_MEMBER_REMOVED = EventType(
    "team.member_removed",
    audience="organization",
    scope="organizations:read",
    action="team.member.remove",
    data="`name`, `member_id`",
)

EVENT_TYPES = (TEAM_MEMBER_ADDED, TEAM_MEMBER_REMOVED)
