"""Counting attempts to sign in, in the database so that every process counts the same."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, bindparam, delete, func, insert, select

from quarterdeck.identity.sessions.lockout import WINDOW, Tally, wait_before_next
from quarterdeck.identity.sessions.models import sign_in_attempts as attempts
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.locks import SIGN_IN, one_at_a_time
from quarterdeck.infra.database.types import UtcTimestamp
from quarterdeck.kit.ids import new_id


def _tally(what: ColumnElement[bool]) -> Executable:
    recent = attempts.c.attempted_at > bindparam("since", type_=UtcTimestamp)
    return select(func.count().label("failures"), func.min(attempts.c.attempted_at).label("oldest")).where(what, recent)


_BY_ACCOUNT = attempts.c.account_hash == bindparam("account")
_BY_PEER = attempts.c.peer == bindparam("origin")
_PAIR = and_(_BY_ACCOUNT, _BY_PEER)
_TALLY_PAIR, _TALLY_ACCOUNT, _TALLY_PEER = _tally(_PAIR), _tally(_BY_ACCOUNT), _tally(_BY_PEER)
_FORGET_PAIR = delete(attempts).where(_PAIR)
_FORGET_OLD = delete(attempts).where(attempts.c.attempted_at <= bindparam("since", type_=UtcTimestamp))


async def try_to_begin(session: Session, account: str, peer: str, moment: datetime) -> int | None:
    """Note an attempt before its password is looked at; or return the seconds to wait, and note nothing."""
    who: dict[str, Any] = {"account": account}
    where: dict[str, Any] = {"origin": peer}
    since: dict[str, Any] = {"since": moment - WINDOW}
    await one_at_a_time(session, SIGN_IN)
    pair = await _read(session, _TALLY_PAIR, who | where | since)
    everywhere = await _read(session, _TALLY_ACCOUNT, who | since)
    from_here = await _read(session, _TALLY_PEER, where | since)
    wait = wait_before_next(pair, everywhere, from_here, moment)
    if wait is None:
        await session.run(_FORGET_OLD, since)
        row = {"id": new_id(), "account_hash": account, "peer": peer, "attempted_at": moment}
        await session.run(insert(attempts), row)
    return wait


async def forgive(session: Session, account: str, peer: str) -> None:
    """Forget the failures of a pair that has now signed in."""
    await session.run(_FORGET_PAIR, {"account": account, "origin": peer})


async def _read(session: Session, statement: Executable, given: dict[str, Any]) -> Tally:
    row = await session.row(statement, given)
    return Tally(row.failures, row.oldest) if row else Tally(0, None)
