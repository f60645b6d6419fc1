"""Every question about deliveries, about how far the log has been looked at, and the job that delivers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, literal, select, update

from quarterdeck.events.webhooks.models import webhook_cursor, webhook_deliveries
from quarterdeck.events.webhooks.types import DeliveryError, DeliveryState, WebhookDelivery
from quarterdeck.infra import jobs
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing, columns_of
from quarterdeck.infra.jobs.joins import has_unfinished
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.pages import Page, PageRequest

DELIVER = "events.deliver_webhook"
JOB_KEY = "webhook:"  # and the webhook's id: one job of each waits at most, and one runs

_COLUMNS = columns_of(webhook_deliveries, *WebhookDelivery.__slots__)
_OF = webhook_deliveries.c.webhook_id == bindparam("webhook")
_DELIVERIES = Listing(
    _COLUMNS,
    webhook_deliveries,
    webhook_deliveries.c.id,
    _OF,
    filters={"state": webhook_deliveries.c.state == bindparam("state")},
    descending=True,
)
_ONE = select(*_COLUMNS).where(_OF, webhook_deliveries.c.id == bindparam("wanted"))
_IS_DUE = webhook_deliveries.c.next_attempt_at <= bindparam("moment")
_NEXT = (
    select(*_COLUMNS, webhook_deliveries.c.body)
    .where(_OF, _IS_DUE)
    .order_by(webhook_deliveries.c.next_attempt_at, webhook_deliveries.c.id)
    .limit(1)
)
_IS_AT_WORK = has_unfinished(literal(JOB_KEY) + webhook_deliveries.c.webhook_id)
_DUE = select(webhook_deliveries.c.webhook_id).where(_IS_DUE, ~_IS_AT_WORK).distinct().limit(500)
_CURSOR = select(webhook_cursor.c.seq)
_LOCK_CURSOR = update(webhook_cursor).values(seq=webhook_cursor.c.seq).returning(webhook_cursor.c.seq)
_MOVE_CURSOR = update(webhook_cursor).values(seq=bindparam("through"))
_OLD = webhook_deliveries.c.finished_at < bindparam("moment")


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A delivery with what is to be sent."""

    delivery: WebhookDelivery
    body: str


async def page_of_deliveries(
    session: Session, request: PageRequest, webhook_id: str, state: DeliveryState | None
) -> Page[WebhookDelivery]:
    """Newest first."""
    return await _DELIVERIES.page(session, request, _delivery, {"webhook": webhook_id, "state": state})


async def delivery_of(session: Session, webhook_id: str, delivery_id: str) -> WebhookDelivery | None:
    row = await session.row(_ONE, {"webhook": webhook_id, "wanted": delivery_id})
    return _delivery(row) if row else None


def delivery_row(
    webhook_id: str, event_id: str, event_type: str, body: str, scope: str | None = None
) -> dict[str, Any]:
    """Compose a delivery that is due at once."""
    moment = now()
    return {
        "id": new_id(),
        "webhook_id": webhook_id,
        "event_id": event_id,
        "event_type": event_type,
        "scope": scope,
        "body": body,
        "state": "pending",
        "attempts": 0,
        "next_attempt_at": moment,
        "created_at": moment,
    }


async def add_deliveries(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    await session.run(insert(webhook_deliveries), rows)


async def next_due(session: Session, webhook_id: str) -> DueDelivery | None:
    """Return what is due for the webhook, the longest waiting first."""
    row = await session.row(_NEXT, {"webhook": webhook_id, "moment": now()})
    return DueDelivery(_delivery(row), row.body) if row else None


async def webhooks_with_due(session: Session, moment: datetime) -> Sequence[str]:
    """Return those that something is due for while no job sees to it: a retry, or a job that was lost."""
    return [row.webhook_id for row in await session.rows(_DUE, {"moment": moment})]


async def queue_delivery(session: Session, webhook_id: str) -> None:
    """Have what is due for the webhook sent."""
    await jobs.enqueue(session, DELIVER, {"webhook_id": webhook_id}, concurrency_key=f"{JOB_KEY}{webhook_id}")


async def settle(session: Session, delivery: WebhookDelivery, values: Mapping[str, Any]) -> bool:
    """Write what came of an attempt; false when another worker has written of the same one already."""
    same = update(webhook_deliveries).where(
        webhook_deliveries.c.id == delivery.id,
        webhook_deliveries.c.attempts == delivery.attempts,
        webhook_deliveries.c.state == "pending",
    )
    return await session.run(same.values(**values)) == 1


async def start_again(session: Session, delivery: WebhookDelivery) -> None:
    fresh = {"state": "pending", "attempts": 0, "next_attempt_at": now(), "finished_at": None}
    this = update(webhook_deliveries).where(webhook_deliveries.c.id == delivery.id)
    await session.run(this.values(**fresh))


async def give_up_pending(session: Session, webhook_id: str, error: DeliveryError = "disabled") -> int:
    """End every delivery that still waits; each can be sent again by hand."""
    ended = {"state": "failed", "error": error, "next_attempt_at": None, "finished_at": now()}
    waiting = update(webhook_deliveries).where(_OF, webhook_deliveries.c.state == "pending")
    return await session.run(waiting.values(**ended), {"webhook": webhook_id})


async def purge_before(session: Session, moment: datetime) -> int:
    """Remove deliveries that ended before `moment`; returns how many."""
    return await session.run(delete(webhook_deliveries).where(_OLD), {"moment": moment})


async def cursor(session: Session) -> int:
    """Return up to which event deliveries were made."""
    return int(await session.scalar(_CURSOR))


async def lock_cursor(session: Session) -> int:
    """Return the same, and keep everybody else from moving it until this transaction ends."""
    return int(await session.scalar(_LOCK_CURSOR))


async def move_cursor(session: Session, through: int) -> None:
    await session.run(_MOVE_CURSOR, {"through": through})


def _delivery(row: Row[Any]) -> WebhookDelivery:
    return WebhookDelivery(*tuple(row)[: len(_COLUMNS)])
