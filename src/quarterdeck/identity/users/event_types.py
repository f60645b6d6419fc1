"""What is told of accounts."""

from typing import Final

from quarterdeck.infra.event_log import EventType

_SCOPE: Final = "users:manage"

USER_CREATED = EventType("user.created", "administrators", _SCOPE, action="user.create", data="`role`")
USER_UPDATED = EventType(
    "user.updated", "administrators", _SCOPE, action="user.update", data="`fields`: the names of what changed"
)
USER_DELETED = EventType("user.deleted", "administrators", _SCOPE, action="user.delete")
PASSWORD_CHANGED = EventType("password.changed", "person", subject="user", action="password.change")

EVENT_TYPES: Final = (USER_CREATED, USER_UPDATED, USER_DELETED, PASSWORD_CHANGED)
