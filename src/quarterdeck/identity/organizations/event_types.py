"""What organizations tell of themselves."""

from quarterdeck.infra.event_log import EventType

ORGANIZATION_CREATED = EventType(
    "organization.created",
    audience="organization",
    scope="organizations:read",
    action="organization.create",
    readers="its members",
)
ORGANIZATION_UPDATED = EventType(
    "organization.updated",
    audience="organization",
    scope="organizations:read",
    action="organization.update",
    readers="its members",
    data="`fields`",
)
ORGANIZATION_DELETED = EventType(
    "organization.deleted",
    audience="administrators",
    scope="organizations:read",
    action="organization.delete",
    readers="administrators, as nobody is a member any more",
)
MEMBER_ADDED = EventType(
    "member.added",
    audience="organization",
    scope="organizations:read",
    subject="organization",
    action="member.add",
    data="`user_id`, `role`",
)
MEMBER_UPDATED = EventType(
    "member.updated",
    audience="organization",
    scope="organizations:read",
    subject="organization",
    action="member.update",
    data="`user_id`, `role`",
)
MEMBER_REMOVED = EventType(
    "member.removed",
    audience="organization",
    scope="organizations:read",
    subject="organization",
    action="member.remove",
    data="`user_id`",
)

EVENT_TYPES = (
    ORGANIZATION_CREATED,
    ORGANIZATION_UPDATED,
    ORGANIZATION_DELETED,
    MEMBER_ADDED,
    MEMBER_UPDATED,
    MEMBER_REMOVED,
)
