"""What a person is told of the identities that lead into their account; the audit log speaks of the account."""

from quarterdeck.infra.event_log import EventType

IDENTITY_LINKED = EventType("identity.linked", audience="person", data="`provider`")
IDENTITY_UNLINKED = EventType("identity.unlinked", audience="person")

EVENT_TYPES = (IDENTITY_LINKED, IDENTITY_UNLINKED)
