"""The event log on the wire, for who asks for pages."""

from typing import Any

from pydantic import ConfigDict, Field

from quarterdeck.infra.web.schema import ResponseModel, UtcDateTime


class SubjectOut(ResponseModel):
    type: str = Field(examples=["api_key"])
    id: str


class EventOut(ResponseModel):
    seq: int = Field(description="Counts without a gap, in the order of what happened", examples=[17])
    id: str
    type: str = Field(examples=["api_key.created"])
    time: UtcDateTime
    organization_id: str | None
    subject: SubjectOut
    actor_id: str | None = Field(description="The user who did it; null for the server itself")
    data: dict[str, Any]


class LostOut(ResponseModel):
    """Events after `from` up to `through` are gone, or never were: read again whatever you keep."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    from_: int = Field(alias="from")
    through: int


class EventsPage(ResponseModel):
    items: list[EventOut]
    next_seq: int = Field(description="Ask for `after_seq` this next; the same as before when nothing is new")
    resync: LostOut | None = Field(description="Set when not everything after `after_seq` is there any more")
