"""The rules of webhooks: made, changed, given another secret, removed; and what a person has sent by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from quarterdeck.events.standard_webhooks import new_secret
from quarterdeck.events.webhooks import deliveries, repository
from quarterdeck.events.webhooks.errors import (
    DeliveryPending,
    EventNotYours,
    TooManyWebhooks,
    WebhookDeliveryNotFound,
    WebhookDisabled,
    WebhookNotFound,
)
from quarterdeck.events.webhooks.event_types import WEBHOOK_CREATED, WEBHOOK_DELETED, WEBHOOK_ROTATED, WEBHOOK_UPDATED
from quarterdeck.events.webhooks.message import ping_for, sealed
from quarterdeck.events.webhooks.schemas import WebhookIn
from quarterdeck.events.webhooks.types import TEST, IssuedWebhook, Webhook, WebhookDelivery
from quarterdeck.identity.api import Caller, audit, organization_for_new, record_change, require_member
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import position
from quarterdeck.infra.web.versions import StaleVersion, check_version
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

MOST_OF_ONE_ORGANIZATION = 50
WHAT_IT_TELLS = {"url", "event_types", "enabled"}

Destination = Callable[[str], str]
"""Returns an address in its one spelling; raises `OutboundRefused`, and audits it, where it may not be called."""

NoteRefusal = Callable[..., None]
"""Audits why an act was refused, though its transaction will not be kept."""


async def webhook_seen_by(session: Session, caller: Caller, webhook_id: str) -> Webhook:
    """Return the webhook. Raises `WebhookNotFound`, `NotAMember`."""
    found = await repository.webhook_with_id(session, webhook_id)
    if found is None:
        raise WebhookNotFound
    _require_keeper(caller, found.organization_id)
    return found


async def create_webhook(
    session: Session, caller: Caller, keyring: Keyring, destination: Destination, new: WebhookIn
) -> IssuedWebhook:
    """Make a webhook that is told of what happens from now on.

    Raises `OutboundRefused` for an address that may not be called, `TooManyWebhooks`, and what choosing the
    organization raises.
    """
    moment, url = now(), destination(new.url)
    organization_id = await organization_for_new(session, caller, new.organization_id)
    if await repository.count_webhooks(session, organization_id) >= MOST_OF_ONE_ORGANIZATION:
        raise TooManyWebhooks
    made = Webhook(
        id=new_id(),
        organization_id=organization_id,
        url=url,
        description=new.description,
        event_types=new.event_types,
        scopes=sorted(caller.scopes),
        enabled=new.enabled,
        disabled_reason=None,
        after_seq=(await position(session)).last_seq,
        failing_since=None,
        failures=0,
        created_by=caller.user_id,
        created_at=moment,
        updated_at=moment,
        version=1,
    )
    secret = new_secret()
    await repository.add_webhook(session, made, sealed(keyring, made.id, secret))
    await record_change(
        session,
        caller,
        WEBHOOK_CREATED,
        made.id,
        organization_id=organization_id,
        data={"event_types": list(made.event_types)},
        organization=organization_id,
    )
    return IssuedWebhook(made, secret)


async def change_webhook(
    session: Session,
    caller: Caller,
    destination: Destination,
    webhook_id: str,
    values: dict[str, Any],
    *expected_versions: int | None,
) -> Webhook:
    """Write the named fields. Raises `WebhookNotFound`, `NotAMember`, `StaleVersion`, `OutboundRefused`."""
    found = await webhook_seen_by(session, caller, webhook_id)
    check_version(found.version, *expected_versions)
    if "url" in values:
        values["url"] = destination(values["url"])
    fields = sorted(values)
    if values.get("url", found.url) != found.url:  # what waits was meant for the address before
        await deliveries.give_up_pending(session, found.id, "moved")
    if WHAT_IT_TELLS & values.keys():
        values |= {"scopes": sorted(caller.scopes), "created_by": caller.user_id}
    if "enabled" in values:
        values |= await _switched(session, found, enabled=values["enabled"])
    if not await repository.change_webhook(session, found, values):
        raise StaleVersion
    await record_change(
        session,
        caller,
        WEBHOOK_UPDATED,
        found.id,
        organization_id=found.organization_id,
        data={"fields": fields},
        fields=fields,
    )
    return await webhook_seen_by(session, caller, found.id)


async def rotate_secret(
    session: Session, caller: Caller, keyring: Keyring, webhook_id: str, old_until: datetime | None
) -> IssuedWebhook:
    """Give the webhook another secret; the one before signs too until `old_until`, or no more.

    Raises `WebhookNotFound`, `NotAMember`, `StaleVersion`.
    """
    kept = await repository.webhook_with_secrets(session, webhook_id)
    if kept is None:
        raise WebhookNotFound
    found, before = kept
    _require_keeper(caller, found.organization_id)
    secret = new_secret()
    values = {
        "sealed_secret": sealed(keyring, found.id, secret),
        "sealed_former_secret": before.secret if old_until else None,
        "former_secret_until": old_until,
    }
    if not await repository.change_webhook(session, found, values):
        raise StaleVersion
    await record_change(session, caller, WEBHOOK_ROTATED, found.id, organization_id=found.organization_id)
    return IssuedWebhook(await webhook_seen_by(session, caller, found.id), secret)


async def delete_webhook(session: Session, caller: Caller, webhook_id: str) -> None:
    """Remove the webhook and its deliveries."""
    found = await webhook_seen_by(session, caller, webhook_id)
    await repository.remove_webhook(session, found.id)
    await record_change(session, caller, WEBHOOK_DELETED, found.id, organization_id=found.organization_id)


async def send_test(session: Session, caller: Caller, webhook_id: str) -> WebhookDelivery:
    """Send a ping, which is tried once. Raises `WebhookNotFound`, `NotAMember`, `WebhookDisabled`."""
    webhook = await _enabled(session, caller, webhook_id)
    event_id, body = ping_for(webhook, caller.user_id)
    row = deliveries.delivery_row(webhook.id, event_id, TEST, body)
    await deliveries.add_deliveries(session, [row])
    await audit(session, caller, "webhook.test", "webhook", webhook.id)
    return await _queued(session, webhook, row["id"])


async def redeliver(
    session: Session, caller: Caller, note_refusal: NoteRefusal, webhook_id: str, delivery_id: str
) -> WebhookDelivery:
    """Send the same bytes under the same id again, on the whole schedule.

    Raises `WebhookNotFound`, `NotAMember`, `WebhookDeliveryNotFound`, `WebhookDisabled`, `DeliveryPending`, and
    `EventNotYours` when the caller lacks the event's scope.
    """
    webhook = await _enabled(session, caller, webhook_id)
    found = await deliveries.delivery_of(session, webhook.id, delivery_id)
    if found is None:
        raise WebhookDeliveryNotFound
    if found.scope is not None and found.scope not in caller.scopes:
        note_refusal(reason="event_not_allowed", scope=found.scope)
        raise EventNotYours(hint=f"This needs the scope `{found.scope}`")
    if found.state == "pending":
        raise DeliveryPending
    await deliveries.start_again(session, found)
    await audit(session, caller, "webhook.redeliver", "webhook", webhook.id, delivery=found.id)
    return await _queued(session, webhook, found.id)


def _require_keeper(caller: Caller, organization_id: str) -> None:
    """Raise `WebhookNotFound` for strangers, `NotAMember` for viewers: an address may be a secret in itself."""
    if caller.role != "admin" and organization_id not in caller.organizations:
        raise WebhookNotFound
    require_member(caller, organization_id)


async def _enabled(session: Session, caller: Caller, webhook_id: str) -> Webhook:
    webhook = await webhook_seen_by(session, caller, webhook_id)
    if not webhook.enabled:
        raise WebhookDisabled
    return webhook


async def _queued(session: Session, webhook: Webhook, delivery_id: str) -> WebhookDelivery:
    await deliveries.queue_delivery(session, webhook.id)
    found = await deliveries.delivery_of(session, webhook.id, delivery_id)
    if found is None:
        raise WebhookDeliveryNotFound
    return found


async def _switched(session: Session, found: Webhook, *, enabled: bool) -> dict[str, Any]:
    """Return what else changes: on, it starts afresh with what happens from now; off, nothing waits any more."""
    if found.enabled and not enabled:
        await deliveries.give_up_pending(session, found.id)
    if enabled and not found.enabled:
        after = (await position(session)).last_seq
        return {"disabled_reason": None, "failing_since": None, "failures": 0, "after_seq": after}
    return {}
