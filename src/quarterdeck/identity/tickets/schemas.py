"""Tickets on the wire."""

from typing import Annotated

from pydantic import Field, StringConstraints

from quarterdeck.identity.tickets.types import LIFETIME, LONGEST_PATH
from quarterdeck.infra.web.schema import ResponseModel, StrictModel

SocketPath = Annotated[str, StringConstraints(pattern=r"^(/[A-Za-z0-9._~-]+)+/?$", max_length=LONGEST_PATH)]


class TicketIn(StrictModel):
    path: SocketPath = Field(
        description="Path of the socket, without the deck's own prefix and without a query", examples=["/ws/events"]
    )


class TicketOut(ResponseModel):
    ticket: str = Field(description="Goes into the address as `?ticket=`; works once, for this path alone")
    expires_in: int = Field(default=int(LIFETIME.total_seconds()), description="Seconds", examples=[30])
