"""What invitations tell the organization: ids alone, as only its owners see who is invited, and all hold this scope."""

from quarterdeck.infra.event_log import EventType

INVITATION_CREATED = EventType(
    "invitation.created", audience="organization", scope="organizations:write", action="invitation.create"
)
INVITATION_REVOKED = EventType(
    "invitation.revoked", audience="organization", scope="organizations:write", action="invitation.revoke"
)
INVITATION_ACCEPTED = EventType(
    "invitation.accepted",
    audience="organization",
    scope="organizations:write",
    action="invitation.accept",
    data="`user_id`",
)

EVENT_TYPES = (INVITATION_CREATED, INVITATION_REVOKED, INVITATION_ACCEPTED)
