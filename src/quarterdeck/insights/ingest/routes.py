"""Handing in facts. A row that was acknowledged is on disk; the facts follow by a job, and after any crash."""

from typing import Annotated, Any

from fastapi import Depends, Request

from quarterdeck.infra.web.route import DeckRoute, DeckRouter
from quarterdeck.infra.web.schema import Identifier
from quarterdeck.insights.deps import FactsDep, FactsWriter, QueueingSession
from quarterdeck.insights.ingest import service
from quarterdeck.insights.ingest.rows import ROW_TYPES, IngestKind
from quarterdeck.insights.ingest.schemas import IngestOut
from quarterdeck.insights.ingest.service import IngestBatch

LARGEST_BATCH = 10_485_760


class IngestRoute(DeckRoute):
    """Takes ten times the body of other routes."""

    body_limit = LARGEST_BATCH


router = DeckRouter(prefix="/ingest", tags=["ingest"], route_class=IngestRoute)


async def batch_read(
    _caller: FactsWriter, kind: IngestKind, request: Request, repository_id: Identifier | None = None
) -> IngestBatch:
    """Read the batch before the transaction begins, but after the caller is known: strangers cost nothing."""
    content_type = request.headers.get("content-type", "")
    return await service.read_batch(kind, content_type, await request.body(), repository_id)


BatchRead = Annotated[IngestBatch, Depends(batch_read)]


def _bodies() -> dict[str, Any]:
    """Describe the three forms of a body; what a row may hold depends on the kind in the address."""
    shapes = [row.model_json_schema() for row in ROW_TYPES.values()]
    rows = {"type": "array", "items": {"anyOf": shapes}, "maxItems": 10_000}
    return {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": rows},
                "application/x-ndjson": {"schema": {"type": "string", "maxLength": LARGEST_BATCH}},
                "text/csv": {"schema": {"type": "string", "maxLength": LARGEST_BATCH}},
            },
        }
    }


@router.post(
    "/{kind}",
    status_code=202,
    openapi_extra=_bodies(),
    summary="Hand in commits, pull requests, deployments or incidents",
)
async def ingest(caller: FactsWriter, batch: BatchRead, session: QueueingSession, facts: FactsDep) -> IngestOut:
    """Up to 10,000 rows as JSON, JSON lines or CSV; good rows are taken, and each bad one is told why.

    Rows are facts by their natural key: handing in the same again changes nothing. What was handed in stands
    over what is concluded from git.
    """
    return await service.accept(session, facts, caller, batch)
