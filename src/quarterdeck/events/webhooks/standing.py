"""What webhooks may tell as things stand: no more than whoever answers for them may see themselves, now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from quarterdeck.events.webhooks import deliveries, repository
from quarterdeck.events.webhooks.news import tell
from quarterdeck.events.webhooks.types import DisabledReason, Webhook
from quarterdeck.identity.api import audit, rights_now
from quarterdeck.infra.database import Session


async def standing_of(session: Session, found: Sequence[Webhook]) -> Mapping[str, Webhook]:
    """Return by id those whose maker may still have them, with the scopes that this person still holds."""
    rights = await rights_now(session, {_place(webhook) for webhook in found})
    return {
        webhook.id: replace(webhook, scopes=sorted(rights[_place(webhook)].intersection(webhook.scopes)))
        for webhook in found
        if _place(webhook) in rights
    }


async def only_standing(session: Session, found: Sequence[Webhook]) -> Sequence[Webhook]:
    """Return the same as a list, and disable the others."""
    standing = await standing_of(session, found)
    for webhook in found:
        if webhook.id not in standing:
            await disable(session, webhook, "maker_left")
    return list(standing.values())


async def disable(session: Session, webhook: Webhook, reason: DisabledReason) -> None:
    """End the webhook until somebody enables it, and give up what waits."""
    if not await repository.change_webhook(session, webhook, {"enabled": False, "disabled_reason": reason}):
        return  # somebody changed it this moment; the next look at it says the same again
    await deliveries.give_up_pending(session, webhook.id)
    await audit(session, None, "webhook.disable", "webhook", webhook.id, reason=reason)
    tell(session, "webhook.disabled", webhook, None, reason=reason)


def _place(webhook: Webhook) -> tuple[str, str]:
    return webhook.organization_id, webhook.created_by
