"""The job that sends what is due for one webhook: outside any transaction, and written down after each attempt."""

import re
import time
from dataclasses import dataclass
from typing import Any

from prometheus_client import Counter

from quarterdeck.events.webhooks import deliveries, repository
from quarterdeck.events.webhooks.deliveries import DueDelivery
from quarterdeck.events.webhooks.entitlement import disable, disable_unentitled, entitled
from quarterdeck.events.webhooks.message import opened, signed_headers
from quarterdeck.events.webhooks.schedule import Outcome, next_wait, reason_to_disable, retry_after_in
from quarterdeck.events.webhooks.types import SealedSecrets, Webhook, WebhookDelivery
from quarterdeck.identity.api import audit
from quarterdeck.infra.crypto import Keyring, SealBroken
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.jobs import JobContext
from quarterdeck.infra.outbound import Outbound, OutboundFailed, OutboundRefused, Reply
from quarterdeck.kit.clock import now

ATTEMPTS = Counter("webhook_attempts_total", "Attempts to deliver to a webhook, by what went wrong", ["outcome"])

MOST_A_JOB = 50
LONGEST_A_JOB = 20.0  # seconds; then others get the worker, and the rest of the queue a new job
EXCERPT = 1_000
READ_BYTES = 4_096

_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Sender:
    """What sending needs."""

    database: Database
    keyring: Keyring
    outbound: Outbound
    timeout: float


async def deliver_webhook(sender: Sender, context: JobContext) -> dict[str, Any]:
    """Send what is due, the longest waiting first, until nothing is, the time is up, or a receiver let it run out.

    What is left then gets a new job, which queues behind those of others.
    """
    webhook_id, began = context.payload["webhook_id"], time.monotonic()
    attempts, slow = 0, False
    while attempts < MOST_A_JOB and not slow and time.monotonic() - began <= LONGEST_A_JOB:
        found = await _next_due(sender, webhook_id)
        if found is None:
            return {"attempts": attempts}
        webhook, sealed, due = found
        outcome = await attempt(sender, webhook, sealed, due)
        async with sender.database.writing() as session:
            await record_outcome(session, webhook_id, due.delivery, outcome)
        attempts, slow = attempts + 1, outcome.error == "timeout"
        context.check()
    async with sender.database.writing() as session:
        await deliveries.queue_delivery(session, webhook_id)
    return {"attempts": attempts}


async def _next_due(sender: Sender, webhook_id: str) -> tuple[Webhook, SealedSecrets, DueDelivery] | None:
    """Return what is to be sent next, and for whom; a webhook whose maker left meanwhile is disabled instead."""
    async with sender.database.reading() as session:
        kept = await repository.webhook_with_secrets(session, webhook_id)
        due = await deliveries.next_due(session, webhook_id)
        allowed = await entitled(session, [kept[0]]) if kept and due else {}
    if kept is None or due is None:
        return None
    if webhook_id in allowed:
        return allowed[webhook_id], kept[1], due
    async with sender.database.writing() as session:
        await disable_unentitled(session, [kept[0]])
    return None


async def attempt(sender: Sender, webhook: Webhook, sealed: SealedSecrets, due: DueDelivery) -> Outcome:
    """Send it once, unless the webhook may not tell of it any more. The signature's time is that of this attempt."""
    if due.delivery.scope is not None and due.delivery.scope not in webhook.scopes:
        return Outcome(error="not_allowed")
    moment, body = now(), due.body.encode()
    try:
        signing = opened(sender.keyring, webhook.id, sealed, moment)
    except SealBroken:
        return Outcome(error="secret_unreadable")
    headers = {"content-type": "application/json", **signed_headers(signing, due.delivery.event_id, moment, body)}
    try:
        reply = await sender.outbound.send(
            "POST",
            webhook.url,
            headers=headers,
            content=body,
            timeout=sender.timeout,
            most_bytes=READ_BYTES,
            cut=True,
        )
    except OutboundRefused:
        return Outcome(error="refused")
    except OutboundFailed as failure:
        return Outcome(error=failure.reason)
    return _outcome_of(reply)


async def record_outcome(session: Session, webhook_id: str, delivery: WebhookDelivery, outcome: Outcome) -> None:
    """Settle the attempt that was made on `delivery` as it was read. Only the first to do so counts."""
    if not await deliveries.settle(session, delivery, _values_of(delivery, outcome)):
        return
    ATTEMPTS.labels(outcome.error or "ok").inc()
    webhook = await repository.webhook_with_id(session, webhook_id)
    if webhook is None:
        return
    if outcome.error == "refused" and delivery.attempts == 0:
        await audit(session, None, "webhook.deliver", "webhook", webhook.id, "denied", delivery=delivery.id)
    if outcome.error != "not_allowed":  # which says nothing of the receiver
        await _note_health(session, webhook, outcome)


def _values_of(delivery: WebhookDelivery, outcome: Outcome) -> dict[str, Any]:
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


def _outcome_of(reply: Reply) -> Outcome:
    well = 200 <= reply.status < 300  # noqa: PLR2004 - a redirect is not followed, so it is no success
    return Outcome(
        error=None if well else "status",
        status=reply.status,
        ms=round(reply.ms, 1),
        excerpt=_UNSHOWN.sub("", reply.body.decode("utf-8", "replace"))[:EXCERPT],
        retry_after=retry_after_in(reply.headers.get("retry-after", ""), now()),
    )
