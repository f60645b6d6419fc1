"""Every question about API keys."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from quarterdeck.identity.api_keys.models import api_keys
from quarterdeck.identity.api_keys.types import ApiKey
from quarterdeck.identity.caller import Caller
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing, columns_of
from quarterdeck.kit.pages import Page, PageRequest

_COLUMNS = columns_of(
    api_keys,
    "id",
    "user_id",
    "name",
    "scopes",
    "requests_per_minute",
    "created_at",
    "rotated_at",
    "last_used_at",
    "expires_at",
)
_THIS = api_keys.c.id == bindparam("wanted")
_OWN = api_keys.c.user_id == bindparam("owner")
_OWN_KEYS = Listing(_COLUMNS, api_keys, api_keys.c.id, _OWN, descending=True)  # the one just made comes first
_ONE = select(*_COLUMNS).where(_THIS)
_REMOVE = delete(api_keys).where(_THIS)
_ROTATE = (
    update(api_keys)
    .where(_THIS)
    .values(secret_hash=bindparam("hash"), rotated_at=bindparam("moment"), expires_at=bindparam("until"))
)
_USED = update(api_keys).where(_THIS).values(last_used_at=bindparam("moment"))


async def add_key(session: Session, key: ApiKey, secret_hash: str) -> None:
    await session.run(insert(api_keys), asdict(key) | {"scopes": list(key.scopes), "secret_hash": secret_hash})


async def key_for(session: Session, caller: Caller, key_id: str) -> ApiKey | None:
    """Return the key when it is the caller's own, or when the caller manages users."""
    row = await session.row(_ONE, {"wanted": key_id})
    key = _key(row) if row else None
    within_reach = key is not None and (key.user_id == caller.user_id or "users:manage" in caller.scopes)
    return key if within_reach else None


async def page_of_keys(session: Session, request: PageRequest, owner: str) -> Page[ApiKey]:
    return await _OWN_KEYS.page(session, request, _key, {"owner": owner})


async def rotate_key(session: Session, key: ApiKey, secret_hash: str, moment: datetime, until: datetime) -> None:
    given = {"wanted": key.id, "hash": secret_hash, "moment": moment, "until": until}
    await session.run(_ROTATE, given)


async def remove_key(session: Session, key_id: str) -> None:
    await session.run(_REMOVE, {"wanted": key_id})


async def note_key_used(session: Session, key_id: str, moment: datetime) -> None:
    await session.run(_USED, {"wanted": key_id, "moment": moment})


def _key(row: Row[Any]) -> ApiKey:
    key = ApiKey(*tuple(row)[: len(_COLUMNS)])
    return ApiKey(**asdict(key) | {"scopes": tuple(key.scopes)})
