"""Every question about signing keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, update

from quarterdeck.identity.oauth_server.models import oauth_keys
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.types import UtcTimestamp


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A signing key at rest; `retired_at` once another took its place."""

    id: str
    public: dict[str, Any]
    sealed_private: bytes
    created_at: datetime
    retired_at: datetime | None


_COLUMNS = list(oauth_keys.c)
_PUBLISHED = (
    select(*_COLUMNS)
    .where(
        or_(oauth_keys.c.retired_at.is_(None), oauth_keys.c.retired_at > bindparam("since", type_=UtcTimestamp)),
    )
    .order_by(oauth_keys.c.created_at)
)
_RETIRE = (
    update(oauth_keys)
    .where(oauth_keys.c.retired_at.is_(None), oauth_keys.c.id != bindparam("kept"))
    .values(retired_at=bindparam("moment"))
)
_PURGE = delete(oauth_keys).where(oauth_keys.c.retired_at < bindparam("since", type_=UtcTimestamp))


async def published_keys(session: Session, since: datetime) -> Sequence[StoredKey]:
    """Return the keys in use, and those retired after `since`; the oldest first."""
    return [StoredKey(*tuple(row)) for row in await session.rows(_PUBLISHED, {"since": since})]


async def add_key(session: Session, key: StoredKey) -> None:
    row = {
        "id": key.id,
        "public": key.public,
        "sealed_private": key.sealed_private,
        "created_at": key.created_at,
        "retired_at": key.retired_at,
    }
    await session.run(insert(oauth_keys), row)


async def retire_all_but(session: Session, key_id: str, moment: datetime) -> None:
    await session.run(_RETIRE, {"kept": key_id, "moment": moment})


async def purge_retired(session: Session, since: datetime) -> int:
    return await session.run(_PURGE, {"since": since})
