"""What the routes of live delivery ask for."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Query
from starlette.requests import HTTPConnection

from quarterdeck.events.filters import EventFilter
from quarterdeck.events.live.hub import Live
from quarterdeck.events.live.visibility import parse_types
from quarterdeck.infra.web.deps import part
from quarterdeck.kit.errors import Detail, Invalid

MOST_DIGITS = 18
BIGGEST_SEQ = 10**MOST_DIGITS - 1


@dataclass(frozen=True, slots=True)
class EventQuery:
    """What part of the log is asked for; `after_seq` is `None` when no place is named."""

    event_filter: EventFilter
    after_seq: int | None


def read_query(types: str | None, after_seq: str | None, last_event_id: str | None) -> EventQuery:
    """Read the query. A browser that comes back names its place in a header and keeps the old address."""
    field, text = ("Last-Event-ID", last_event_id) if last_event_id else ("after_seq", after_seq)
    return EventQuery(parse_types(types), _seq(field, text))


async def query_of_request(
    types: Annotated[
        str | None, Query(max_length=4_000, description="Only these, as `repository.*,api_key.created`")
    ] = None,
    after_seq: Annotated[int | None, Query(ge=0, le=BIGGEST_SEQ, description="Resume after this event")] = None,
    last_event_id: Annotated[str | None, Header(max_length=40, description="Wins over `after_seq`")] = None,
) -> EventQuery:
    return read_query(types, None if after_seq is None else str(after_seq), last_event_id)


def query_of_socket(connection: HTTPConnection) -> EventQuery:
    query = connection.query_params
    return read_query(query.get("types"), query.get("after_seq"), None)


def _seq(field: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Invalid(details=[Detail(field, "A whole number, as `seq` of an event")])
    return int(text)


EventQueryDep = Annotated[EventQuery, Depends(query_of_request)]
LiveDep = Annotated[Live, Depends(part("live"))]
