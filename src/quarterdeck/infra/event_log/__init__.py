"""One ordered log of what happened, written in the transaction of the change that it tells."""

from quarterdeck.infra.event_log.appended import log_appended
from quarterdeck.infra.event_log.store import position, publish, purge_before, read_after
from quarterdeck.infra.event_log.types import Event, EventType, Position

__all__ = [
    "Event",
    "EventType",
    "Position",
    "log_appended",
    "position",
    "publish",
    "purge_before",
    "read_after",
]
