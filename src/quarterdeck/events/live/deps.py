"""What the routes of live delivery ask for."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query
from starlette.requests import HTTPConnection

from quarterdeck.events.filters import EventFilter
from quarterdeck.events.live.hub import Live
from quarterdeck.events.live.visibility import parse_types
from quarterdeck.infra.streams.replay import AfterSeq, LastEventId, resume_point
from quarterdeck.infra.web.deps import part

TypesQuery = Annotated[str | None, Query(max_length=4_000, description="Only these, as `repository.*,api_key.created`")]


@dataclass(frozen=True, slots=True)
class EventQuery:
    """What part of the log is asked for; `after_seq` is `None` where no number is named."""

    wanted: EventFilter
    after_seq: int | None


async def query_of_request(
    types: TypesQuery = None, after_seq: AfterSeq = None, last_event_id: LastEventId = None
) -> EventQuery:
    point = resume_point(None if after_seq is None else str(after_seq), last_event_id)
    return EventQuery(parse_types(types), point)


def query_of_socket(connection: HTTPConnection) -> EventQuery:
    query = connection.query_params
    return EventQuery(parse_types(query.get("types")), resume_point(query.get("after_seq"), None))


EventQueryDep = Annotated[EventQuery, Depends(query_of_request)]
LiveDep = Annotated[Live, Depends(part("live"))]
