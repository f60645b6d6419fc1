"""The job that sends what is due for one webhook: outside any transaction, and written down after each attempt."""

import re
import time
from dataclasses import dataclass
from typing import Any

from quarterdeck.events.webhooks import deliveries, repository
from quarterdeck.events.webhooks.deliveries import DueDelivery
from quarterdeck.events.webhooks.dispatch import queue_delivery
from quarterdeck.events.webhooks.outcome import write_down
from quarterdeck.events.webhooks.schedule import Outcome, wish_in
from quarterdeck.events.webhooks.signatures import opened, signed_headers
from quarterdeck.events.webhooks.standing import only_standing, standing_of
from quarterdeck.events.webhooks.types import SealedSecrets, Webhook
from quarterdeck.infra.crypto import Keyring, SealBroken
from quarterdeck.infra.database import Database
from quarterdeck.infra.jobs import JobContext
from quarterdeck.infra.outbound import Outbound, OutboundFailed, OutboundRefused, Reply
from quarterdeck.kit.clock import now

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
        errand = await _next_errand(sender, webhook_id)
        if errand is None:
            return {"attempts": attempts}
        webhook, sealed, due = errand
        outcome = await attempt(sender, webhook, sealed, due)
        async with sender.database.writing() as session:
            await write_down(session, webhook_id, due.delivery, outcome)
        attempts, slow = attempts + 1, outcome.error == "timeout"
        context.check()
    async with sender.database.writing() as session:
        await queue_delivery(session, webhook_id)
    return {"attempts": attempts}


async def _next_errand(sender: Sender, webhook_id: str) -> tuple[Webhook, SealedSecrets, DueDelivery] | None:
    """Return what is to be sent next, and for whom; a webhook whose maker left meanwhile is disabled instead."""
    async with sender.database.reading() as session:
        kept = await repository.webhook_with_secrets(session, webhook_id)
        due = await deliveries.next_due(session, webhook_id)
        standing = await standing_of(session, [kept[0]]) if kept and due else {}
    if kept is None or due is None:
        return None
    if webhook_id in standing:
        return standing[webhook_id], kept[1], due
    async with sender.database.writing() as session:
        await only_standing(session, [kept[0]])
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


def _outcome_of(reply: Reply) -> Outcome:
    well = 200 <= reply.status < 300  # noqa: PLR2004 - a redirect is not followed, so it is no success
    return Outcome(
        error=None if well else "status",
        status=reply.status,
        ms=round(reply.ms, 1),
        excerpt=_UNSHOWN.sub("", reply.body.decode("utf-8", "replace"))[:EXCERPT],
        retry_after=wish_in(reply.headers.get("retry-after", ""), now()),
    )
