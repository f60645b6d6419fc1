"""One ordered log of what happened, written in the transaction of the change that it tells."""

from quarterdeck.infra.event_log.bell import bell
from quarterdeck.infra.event_log.store import emit, forget_before, position, read_after
from quarterdeck.infra.event_log.types import Event, Position

__all__ = ["Event", "Position", "bell", "emit", "forget_before", "position", "read_after"]
