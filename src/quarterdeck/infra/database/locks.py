"""Decisions that only one transaction may take at a time."""

from typing import Final

from sqlalchemy import BigInteger, bindparam, func, select

from quarterdeck.infra.database import Session

AUDIT_CHAIN: Final = 7_301
ADMINISTRATORS: Final = 7_302
SIGN_IN: Final = 7_303
PROVIDER_IDENTITIES: Final = 7_304
OAUTH_KEYS: Final = 7_305

_ADVISORY = select(func.pg_advisory_xact_lock(bindparam("what", type_=BigInteger)))


async def one_at_a_time(session: Session, what: int) -> None:
    """Wait until no other transaction holds `what`, and hold it until ours ends. SQLite has one writer anyway."""
    if session.dialect == "postgresql":
        await session.rows(_ADVISORY, {"what": what})
