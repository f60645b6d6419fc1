"""How many streams of events are held open, and how far back one may resume."""

from pydantic import Field

from quarterdeck.infra.settings.group import SettingsGroup


class StreamSettings(SettingsGroup):
    events_keep_days: int = Field(
        30, ge=1, le=3_650, description="Days an event is kept; who resumes from before is told to `resync`."
    )
    streams_per_principal: int = Field(
        100, ge=1, le=100_000, description="Event streams and sockets that one principal holds open in one process."
    )
    sockets_unknown_per_peer: int = Field(
        10, ge=1, le=10_000, description="Sockets of one address that have not said yet who they are."
    )
