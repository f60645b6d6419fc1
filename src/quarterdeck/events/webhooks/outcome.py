"""Writing down what came of an attempt: the delivery, the webhook's health, and its end when that has come."""

from typing import Any

from quarterdeck.events.webhooks import deliveries, repository
from quarterdeck.events.webhooks.schedule import Outcome, next_wait, reason_to_disable
from quarterdeck.events.webhooks.standing import disable
from quarterdeck.events.webhooks.types import Webhook, WebhookDelivery
from quarterdeck.identity.api import audit
from quarterdeck.infra import metrics
from quarterdeck.infra.database import Session
from quarterdeck.kit.clock import now


async def write_down(session: Session, webhook_id: str, delivery: WebhookDelivery, outcome: Outcome) -> None:
    """Settle the attempt that was made on `delivery` as it was read. Only the first to do so counts."""
    if not await deliveries.settle(session, delivery, _settled(delivery, outcome)):
        return
    metrics.WEBHOOK_ATTEMPTS.labels(outcome.error or "ok").inc()
    webhook = await repository.webhook_with_id(session, webhook_id)
    if webhook is None:
        return
    if outcome.error == "refused" and delivery.attempts == 0:
        await audit(session, None, "webhook.deliver", "webhook", webhook.id, "denied", delivery=delivery.id)
    if outcome.error != "not_allowed":  # which says nothing of the receiver
        await _note_health(session, webhook, outcome)


def _settled(delivery: WebhookDelivery, outcome: Outcome) -> dict[str, Any]:
    moment, attempts = now(), delivery.attempts + 1
    final = outcome.error in {None, "not_allowed"}
    wait = None if final else next_wait(delivery.event_type, attempts, outcome.retry_after)
    written: dict[str, Any] = {
        "attempts": attempts,
        "response_status": outcome.status,
        "response_ms": outcome.ms,
        "response_excerpt": outcome.excerpt,
        "error": outcome.error,
    }
    if wait is not None:
        return written | {"next_attempt_at": moment + wait}
    state = "failed" if outcome.error else "succeeded"
    return written | {"state": state, "next_attempt_at": None, "finished_at": moment}


async def _note_health(session: Session, webhook: Webhook, outcome: Outcome) -> None:
    if outcome.error is None:
        if webhook.failing_since is not None:
            await repository.note_health(session, webhook.id, {"failing_since": None, "failures": 0})
        return
    moment = now()
    since, failures = webhook.failing_since or moment, webhook.failures + 1
    await repository.note_health(session, webhook.id, {"failing_since": since, "failures": failures})
    reason = reason_to_disable(outcome, since, failures, moment)
    if reason is not None and webhook.enabled:
        await disable(session, webhook, reason)
