"""Events that tell of webhooks, to those members who may manage them."""

from typing import Any

from quarterdeck.events.webhooks.types import Webhook
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import emit


def tell(session: Session, event_type: str, webhook: Webhook, actor_id: str | None, **data: Any) -> None:
    """Say what happened to the webhook; never where it goes, since an address may be a secret."""
    emit(
        session,
        event_type,
        subject=("webhook", webhook.id),
        scope="webhooks:manage",
        organization_id=webhook.organization_id,
        actor_id=actor_id,
        data=data,
    )
