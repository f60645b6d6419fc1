"""What webhooks may tell at this moment: no more than whoever answers for them may see themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from quarterdeck.events.webhooks import deliveries, repository
from quarterdeck.events.webhooks.event_types import WEBHOOK_DISABLED
from quarterdeck.events.webhooks.types import DisabledReason, Webhook
from quarterdeck.identity.api import record_change, rights_now
from quarterdeck.infra.database import Session


async def entitled(session: Session, found: Sequence[Webhook]) -> Mapping[str, Webhook]:
    """Return by id those whose maker may still have them, with the scopes that this person still holds."""
    rights = await rights_now(session, {_membership(webhook) for webhook in found})
    return {
        webhook.id: replace(webhook, scopes=sorted(rights[_membership(webhook)].intersection(webhook.scopes)))
        for webhook in found
        if _membership(webhook) in rights
    }


async def disable_unentitled(session: Session, found: Sequence[Webhook]) -> Sequence[Webhook]:
    """Disable those whose maker may not have them any more, and return the others as `entitled` does."""
    kept = await entitled(session, found)
    for webhook in found:
        if webhook.id not in kept:
            await disable(session, webhook, "maker_left")
    return list(kept.values())


async def disable(session: Session, webhook: Webhook, reason: DisabledReason) -> None:
    """End the webhook until somebody enables it, and give up what waits."""
    if not await repository.change_webhook(session, webhook, {"enabled": False, "disabled_reason": reason}):
        return  # somebody changed it this moment; the next look at it says the same again
    await deliveries.give_up_pending(session, webhook.id)
    data = {"reason": reason}
    organization_id = webhook.organization_id
    await record_change(
        session, None, WEBHOOK_DISABLED, webhook.id, organization_id=organization_id, data=data, reason=reason
    )


def _membership(webhook: Webhook) -> tuple[str, str]:
    return webhook.organization_id, webhook.created_by
