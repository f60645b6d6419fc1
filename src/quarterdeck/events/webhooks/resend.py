"""Deliveries that a person asks for: a ping, and one more round for an event that was sent before."""

from quarterdeck.events.webhooks import deliveries
from quarterdeck.events.webhooks.dispatch import queue_delivery
from quarterdeck.events.webhooks.errors import DeliveryPending, EventNotYours, WebhookDeliveryNotFound, WebhookDisabled
from quarterdeck.events.webhooks.payload import ping_for
from quarterdeck.events.webhooks.request import WebhookRequest
from quarterdeck.events.webhooks.service import webhook_seen_by
from quarterdeck.events.webhooks.types import TEST, Webhook, WebhookDelivery
from quarterdeck.identity.api import audit


async def send_test(request: WebhookRequest, webhook_id: str) -> WebhookDelivery:
    """Send a ping, which is tried once. Raises `WebhookNotFound`, `NotAMember`, `WebhookDisabled`."""
    webhook = await _enabled(request, webhook_id)
    event_id, body = ping_for(webhook, request.caller.user_id)
    row = deliveries.delivery_row(webhook.id, event_id, TEST, body)
    await deliveries.add_deliveries(request.session, [row])
    await audit(request.session, request.caller, "webhook.test", "webhook", webhook.id)
    return await _queued(request, webhook, row["id"])


async def redeliver(request: WebhookRequest, webhook_id: str, delivery_id: str) -> WebhookDelivery:
    """Send the same bytes under the same id again, on the whole schedule.

    Raises `WebhookNotFound`, `NotAMember`, `DeliveryNotFound`, `WebhookDisabled`, `DeliveryPending`, and
    `EventNotYours` when the caller lacks the event's scope.
    """
    webhook = await _enabled(request, webhook_id)
    found = await deliveries.delivery_of(request.session, webhook.id, delivery_id)
    if found is None:
        raise WebhookDeliveryNotFound
    if found.scope is not None and found.scope not in request.caller.scopes:
        request.note_refusal(reason="event_not_allowed", scope=found.scope)
        raise EventNotYours(hint=f"This needs the scope `{found.scope}`")
    if found.state == "pending":
        raise DeliveryPending
    await deliveries.start_again(request.session, found)
    await audit(request.session, request.caller, "webhook.redeliver", "webhook", webhook.id, delivery=found.id)
    return await _queued(request, webhook, found.id)


async def _enabled(request: WebhookRequest, webhook_id: str) -> Webhook:
    webhook = await webhook_seen_by(request.session, request.caller, webhook_id)
    if not webhook.enabled:
        raise WebhookDisabled
    return webhook


async def _queued(request: WebhookRequest, webhook: Webhook, delivery_id: str) -> WebhookDelivery:
    await queue_delivery(request.session, webhook.id)
    request.session.after_commit(request.wake)
    found = await deliveries.delivery_of(request.session, webhook.id, delivery_id)
    if found is None:
        raise WebhookDeliveryNotFound
    return found
