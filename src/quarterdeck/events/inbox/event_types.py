"""Events that tell of the inbox: of its sources, of each delivery, and of what deliveries say in our words."""

from typing import Final

from quarterdeck.events.inbox.kinds import KINDS
from quarterdeck.infra.event_log import EventType

SCOPE = "webhooks:manage"

SOURCE_CREATED = EventType(
    "inbox_source.created",
    audience="organization",
    scope=SCOPE,
    action="inbox_source.create",
    data="`name`, `kind`",
)
SOURCE_ROTATED = EventType(
    "inbox_source.rotated",
    audience="organization",
    scope=SCOPE,
    action="inbox_source.rotate",
    data="`name`, `kind`",
)
SOURCE_DELETED = EventType(
    "inbox_source.deleted",
    audience="organization",
    scope=SCOPE,
    action="inbox_source.delete",
    data="`name`, `kind`",
)
RECEIVED = EventType(
    "inbox.received",
    audience="organization",
    scope=SCOPE,
    subject="inbox_delivery",
    data="`source_id`, `kind`, `event`, `size`",
)

EVENT_TYPES: Final = (
    SOURCE_CREATED,
    SOURCE_ROTATED,
    SOURCE_DELETED,
    RECEIVED,
    *(event_type for kind in KINDS.values() for event_type in kind.event_types),
)
