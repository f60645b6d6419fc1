"""Where other systems deliver. Public: the proof is in each delivery."""

from typing import Any

from fastapi import Response
from fastapi.routing import APIRoute

from quarterdeck.events.inbox.deps import IncomingDep, IntakeDep
from quarterdeck.events.inbox.receive import receive
from quarterdeck.events.inbox.schemas import ReceiptOut
from quarterdeck.events.inbox.types import Receipt
from quarterdeck.infra.web.route import DeckRouter

# A plain route class: ours would read the body strictly, or within the common limit, before its proof is looked at.
router = DeckRouter(prefix="/webhooks", tags=["inbox"], route_class=APIRoute, under="")

ANY_BODY: dict[str, Any] = {
    "security": [],
    "requestBody": {"required": True, "content": {"application/json": {"schema": {}}}},
}


@router.post(
    "/{source}",
    status_code=202,
    response_model=ReceiptOut,
    responses={200: {"model": ReceiptOut, "description": "It was delivered before"}},
    openapi_extra=ANY_BODY,
    summary="Deliver a webhook",
)
async def receive_webhook(incoming: IncomingDep, intake: IntakeDep, response: Response) -> Receipt:
    """For GitHub, GitLab, Sentry and whatever signs after Standard Webhooks. Stored once, then read by a job."""
    receipt = await receive(intake, incoming)
    response.status_code = 200 if receipt.duplicate else 202
    return receipt
