"""What is told of sessions: to the person whose they are, who may not have been the one."""

from typing import Final

from quarterdeck.infra.event_log import EventType

SESSION_BEGAN = EventType("session.began", "person", data="`kind`, `proof`, `ip`")
SESSION_ENDED = EventType("session.ended", "person", action="session.end")

EVENT_TYPES: Final = (SESSION_BEGAN, SESSION_ENDED)
