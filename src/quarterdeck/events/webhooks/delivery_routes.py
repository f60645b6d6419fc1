"""What was sent to a webhook, and sending it again."""

from typing import Annotated

from fastapi import Query

from quarterdeck.events.webhooks import deliveries, resend, service
from quarterdeck.events.webhooks.deps import WebhookRequestDep, WebhooksWrite
from quarterdeck.events.webhooks.schemas import DeliveryOut
from quarterdeck.events.webhooks.types import DeliveryState, WebhookDelivery
from quarterdeck.infra.web.deps import ReadSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/webhooks/{webhook_id}", tags=["webhooks"])


@router.post("/test", status_code=202, response_model=DeliveryOut, summary="Send a webhook a ping")
async def test_webhook(request: WebhookRequestDep, webhook_id: Identifier) -> WebhookDelivery:
    """An event of the type `webhook.test`, tried once; its delivery shows what came of it."""
    return await resend.send_test(request, webhook_id)


@router.get("/deliveries", response_model=ListOf[DeliveryOut], summary="List a webhook's deliveries, newest first")
async def list_webhook_deliveries(
    caller: WebhooksWrite,
    webhook_id: Identifier,
    page: PageDep,
    session: ReadSession,
    state: Annotated[DeliveryState | None, Query(description="Only deliveries in this state")] = None,
) -> Page[WebhookDelivery]:
    webhook = await service.webhook_seen_by(session, caller, webhook_id)
    return await deliveries.page_of_deliveries(session, page, webhook.id, state)


@router.post(
    "/deliveries/{delivery_id}/redeliver", status_code=202, response_model=DeliveryOut, summary="Send an event again"
)
async def redeliver_to_webhook(
    request: WebhookRequestDep, webhook_id: Identifier, delivery_id: Identifier
) -> WebhookDelivery:
    """The same bytes under the same `webhook-id`, so that a receiver can tell that it knows them."""
    return await resend.redeliver(request, webhook_id, delivery_id)
