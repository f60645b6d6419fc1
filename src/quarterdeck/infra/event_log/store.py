"""Write to the log with the change it tells of, and read it in order."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from sqlalchemy import bindparam, delete, func, insert, select, update

from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log.appended import log_appended
from quarterdeck.infra.event_log.models import event_log, events
from quarterdeck.infra.event_log.types import Event, EventType, Position
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

_ADVANCE = update(event_log).values(last_seq=event_log.c.last_seq + bindparam("count")).returning(event_log.c.last_seq)
_ADD = insert(events)
_POSITION = select(event_log.c.last_seq, event_log.c.forgotten_through)
_AFTER = select(events).where(events.c.seq > bindparam("after")).order_by(events.c.seq).limit(bindparam("row_limit"))
_LAST_BEFORE = select(func.max(events.c.seq)).where(events.c.time < bindparam("moment"))
_FORGET = delete(events).where(events.c.seq <= bindparam("through"))
_MOVE_FLOOR = update(event_log).values(forgotten_through=bindparam("through"))

_waiting: WeakKeyDictionary[Session, list[Event]] = WeakKeyDictionary()


def publish(
    session: Session,
    event_type: EventType,
    subject_id: str,
    *,
    organization_id: str | None = None,
    user_id: str | None = None,
    actor_id: str | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Add an event to the log: it becomes part of the transaction at its very end, or is gone with it.

    Args:
        session: the unit of work that makes the change.
        event_type: as its slice declares it, with the scope that readers need.
        subject_id: the id of what changed.
        organization_id: its members are the audience.
        user_id: without an organization, this person alone is, and their keys and apps only by a `scope` that is
            named; with neither, administrators are.
        actor_id: the user who did it, `None` for the server itself.
        data: small plain JSON that the whole audience may see; never a secret.

    Raises:
        ValueError: the audience that the type declares was not given.
    """
    given = {"organization": organization_id, "person": user_id}.get(event_type.audience, "")
    if given is None:
        raise ValueError(f"{event_type.name} is for one {event_type.audience}: say which")
    event = Event(
        seq=0,
        id=new_id(),
        time=now(),
        type=event_type.name,
        subject_type=event_type.subject,
        subject_id=subject_id,
        scope=event_type.scope,
        organization_id=organization_id,
        user_id=user_id,
        actor_id=actor_id,
        request_id=structlog.contextvars.get_contextvars().get("request_id"),
        data=data or {},
    )
    _add(session, event)


def _add(session: Session, event: Event) -> None:
    waiting = _waiting.get(session)
    if waiting is None:
        waiting = _waiting[session] = []
        session.before_commit(partial(_write, session, waiting))
    waiting.append(event)


async def read_after(session: Session, seq: int, limit: int) -> Sequence[Event]:
    """Return up to `limit` events that follow `seq`, in order, whoever may see them."""
    rows = await session.rows(_AFTER, {"after": seq, "row_limit": limit})
    return [Event(*tuple(row)) for row in rows]


async def position(session: Session) -> Position:
    row = await session.row(_POSITION)
    return Position(*tuple(row)) if row else Position(0, 0)


async def purge_before(session: Session, moment: datetime) -> int:
    """Remove events older than `moment` and remember up to where; returns how many."""
    through = await session.scalar(_LAST_BEFORE, {"moment": moment})
    if through is None:
        return 0
    await session.run(_MOVE_FLOOR, {"through": through})
    return await session.run(_FORGET, {"through": through})


async def _write(session: Session, waiting: list[Event]) -> None:
    last = await session.scalar(_ADVANCE, {"count": len(waiting)})
    first = last - len(waiting) + 1
    await session.run(_ADD, [asdict(replace(event, seq=first + place)) for place, event in enumerate(waiting)])
    session.after_commit(log_appended.notify)
