"""Events that tell of webhooks, to those members who may manage them; never where one goes: it may be a secret."""

from typing import Final

from quarterdeck.infra.event_log import EventType

SCOPE = "webhooks:manage"

WEBHOOK_CREATED = EventType(
    "webhook.created", audience="organization", scope=SCOPE, action="webhook.create", data="`event_types`"
)
WEBHOOK_UPDATED = EventType(
    "webhook.updated", audience="organization", scope=SCOPE, action="webhook.update", data="`fields`"
)
WEBHOOK_ROTATED = EventType("webhook.rotated", audience="organization", scope=SCOPE, action="webhook.rotate")
WEBHOOK_DELETED = EventType("webhook.deleted", audience="organization", scope=SCOPE, action="webhook.delete")
WEBHOOK_DISABLED = EventType(
    "webhook.disabled",
    audience="organization",
    scope=SCOPE,
    action="webhook.disable",
    data="`reason`: `gone`, `failing`, `secret_unreadable` or `maker_left`",
)

EVENT_TYPES: Final = (WEBHOOK_CREATED, WEBHOOK_UPDATED, WEBHOOK_ROTATED, WEBHOOK_DELETED, WEBHOOK_DISABLED)
