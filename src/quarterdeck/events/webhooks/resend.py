"""Deliveries that a person asks for: a ping, and one more round for an event that was sent before."""

from quarterdeck.events.webhooks import deliveries
from quarterdeck.events.webhooks.desk import Desk
from quarterdeck.events.webhooks.dispatch import queue_delivery
from quarterdeck.events.webhooks.errors import DeliveryNotFound, DeliveryPending, WebhookDisabled
from quarterdeck.events.webhooks.payload import ping_for
from quarterdeck.events.webhooks.service import webhook_seen_by
from quarterdeck.events.webhooks.types import TEST, Delivery, Webhook
from quarterdeck.identity.api import audit


async def send_test(desk: Desk, webhook_id: str) -> Delivery:
    """Send a ping, which is tried once. Raises `WebhookNotFound`, `NotAMember`, `WebhookDisabled`."""
    webhook = await _enabled(desk, webhook_id)
    event_id, body = ping_for(webhook, desk.caller.user_id)
    row = deliveries.delivery_row(webhook.id, event_id, TEST, body)
    await deliveries.add_deliveries(desk.session, [row])
    await audit(desk.session, desk.caller, "webhook.test", "webhook", webhook.id)
    return await _queued(desk, webhook, row["id"])


async def redeliver(desk: Desk, webhook_id: str, delivery_id: str) -> Delivery:
    """Send the same bytes under the same id again, on the whole schedule.

    Raises `WebhookNotFound`, `NotAMember`, `DeliveryNotFound`, `WebhookDisabled`, `DeliveryPending`.
    """
    webhook = await _enabled(desk, webhook_id)
    found = await deliveries.delivery_of(desk.session, webhook.id, delivery_id)
    if found is None:
        raise DeliveryNotFound
    if found.state == "pending":
        raise DeliveryPending
    await deliveries.start_again(desk.session, found)
    await audit(desk.session, desk.caller, "webhook.redeliver", "webhook", webhook.id, delivery=found.id)
    return await _queued(desk, webhook, found.id)


async def _enabled(desk: Desk, webhook_id: str) -> Webhook:
    webhook = await webhook_seen_by(desk.session, desk.caller, webhook_id)
    if not webhook.enabled:
        raise WebhookDisabled
    return webhook


async def _queued(desk: Desk, webhook: Webhook, delivery_id: str) -> Delivery:
    await queue_delivery(desk.session, webhook.id)
    desk.session.after_commit(desk.wake)
    found = await deliveries.delivery_of(desk.session, webhook.id, delivery_id)
    if found is None:
        raise DeliveryNotFound
    return found
