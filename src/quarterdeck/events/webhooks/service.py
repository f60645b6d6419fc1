"""The rules of webhooks: made, changed, given another secret, removed."""

from datetime import datetime
from typing import Any

from quarterdeck.events.standard_webhooks import new_secret
from quarterdeck.events.webhooks import deliveries, repository
from quarterdeck.events.webhooks.access import require_keeper
from quarterdeck.events.webhooks.errors import TooManyWebhooks, WebhookNotFound
from quarterdeck.events.webhooks.news import tell
from quarterdeck.events.webhooks.request import WebhookRequest
from quarterdeck.events.webhooks.schemas import WebhookIn
from quarterdeck.events.webhooks.signatures import sealed
from quarterdeck.events.webhooks.types import IssuedWebhook, Webhook
from quarterdeck.identity.api import Caller, audit, organization_for_new
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import position
from quarterdeck.infra.outbound import OutboundRefused, checked_url
from quarterdeck.infra.web.versions import StaleVersion, check_version
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

MOST_OF_ONE_ORGANIZATION = 50
WHAT_IT_TELLS = {"url", "event_types", "enabled"}


async def webhook_seen_by(session: Session, caller: Caller, webhook_id: str) -> Webhook:
    """Return the webhook. Raises `WebhookNotFound`, `NotAMember`."""
    found = await repository.webhook_with_id(session, webhook_id)
    if found is None:
        raise WebhookNotFound
    require_keeper(caller, found.organization_id)
    return found


async def create_webhook(request: WebhookRequest, new: WebhookIn) -> IssuedWebhook:
    """Make a webhook that is told of what happens from now on.

    Raises `OutboundRefused` for an address that may not be called, `TooManyWebhooks`, and what choosing the
    organization raises.
    """
    session, caller, moment = request.session, request.caller, now()
    url = _callable(request, new.url)
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
    await repository.add_webhook(session, made, sealed(request.keyring, made.id, secret))
    await audit(session, caller, "webhook.create", "webhook", made.id, organization=organization_id)
    tell(session, "webhook.created", made, caller.user_id, event_types=list(made.event_types))
    return IssuedWebhook(made, secret)


async def change_webhook(
    request: WebhookRequest, webhook_id: str, values: dict[str, Any], *expected_versions: int | None
) -> Webhook:
    """Write the named fields. Raises `WebhookNotFound`, `NotAMember`, `StaleVersion`, `OutboundRefused`."""
    session, caller = request.session, request.caller
    found = await webhook_seen_by(session, caller, webhook_id)
    check_version(found.version, *expected_versions)
    if "url" in values:
        values["url"] = _callable(request, values["url"])
    fields = sorted(values)
    if values.get("url", found.url) != found.url:  # what waits was meant for the address before
        await deliveries.give_up_pending(session, found.id, "moved")
    if WHAT_IT_TELLS & values.keys():
        values |= {"scopes": sorted(caller.scopes), "created_by": caller.user_id}
    if "enabled" in values:
        values |= await _switched(session, found, enabled=values["enabled"])
    if not await repository.change_webhook(session, found, values):
        raise StaleVersion
    await audit(session, caller, "webhook.update", "webhook", found.id, fields=fields)
    tell(session, "webhook.updated", found, caller.user_id, fields=fields)
    return await webhook_seen_by(session, caller, found.id)


async def rotate_secret(request: WebhookRequest, webhook_id: str, old_until: datetime | None) -> IssuedWebhook:
    """Give the webhook another secret; the one before signs too until `old_until`, or no more.

    Raises `WebhookNotFound`, `NotAMember`, `StaleVersion`.
    """
    session, caller = request.session, request.caller
    kept = await repository.webhook_with_secrets(session, webhook_id)
    if kept is None:
        raise WebhookNotFound
    found, before = kept
    require_keeper(caller, found.organization_id)
    secret = new_secret()
    values = {
        "sealed_secret": sealed(request.keyring, found.id, secret),
        "sealed_former_secret": before.secret if old_until else None,
        "former_secret_until": old_until,
    }
    if not await repository.change_webhook(session, found, values):
        raise StaleVersion
    await audit(session, caller, "webhook.rotate", "webhook", found.id)
    tell(session, "webhook.rotated", found, caller.user_id)
    return IssuedWebhook(await webhook_seen_by(session, caller, found.id), secret)


async def delete_webhook(request: WebhookRequest, webhook_id: str) -> None:
    """Remove the webhook and its deliveries."""
    found = await webhook_seen_by(request.session, request.caller, webhook_id)
    await repository.remove_webhook(request.session, found.id)
    await audit(request.session, request.caller, "webhook.delete", "webhook", found.id)
    tell(request.session, "webhook.deleted", found, request.caller.user_id)


async def _switched(session: Session, found: Webhook, *, enabled: bool) -> dict[str, Any]:
    """Return what else changes: on, it starts afresh with what happens from now; off, nothing waits any more."""
    if found.enabled and not enabled:
        await deliveries.give_up_pending(session, found.id)
    if enabled and not found.enabled:
        after = (await position(session)).last_seq
        return {"disabled_reason": None, "failing_since": None, "failures": 0, "after_seq": after}
    return {}


def _callable(request: WebhookRequest, url: str) -> str:
    """Return the address in its one spelling. Raises `OutboundRefused`, which is audited."""
    try:
        return checked_url(url, request.settings, request.settings.outbound.webhook_private_hosts).text
    except OutboundRefused:
        request.note_refusal(reason="destination_refused")
        raise
