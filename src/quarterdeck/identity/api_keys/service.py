"""Make, rotate and revoke API keys. A key never reaches further than who makes it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from quarterdeck.identity.api_keys import repository
from quarterdeck.identity.api_keys.errors import (
    ApiKeyNotFound,
    BadExpiry,
    LimitIsForAdministrators,
    ScopesBeyondOwn,
)
from quarterdeck.identity.api_keys.event_types import API_KEY_CREATED, API_KEY_REVOKED, API_KEY_ROTATED
from quarterdeck.identity.api_keys.format import make_key
from quarterdeck.identity.api_keys.types import ApiKey, IssuedKey, NewApiKey
from quarterdeck.identity.audit.changes import record_change
from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.roles import effective_scopes
from quarterdeck.identity.users.errors import UserNotFound
from quarterdeck.identity.users.repository import user_with_id
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import EventType
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

DEFAULT_LIFETIME = timedelta(days=90)
LONGEST_DAYS = 366


async def make_api_key(session: Session, caller: Caller, wanted: NewApiKey) -> IssuedKey:
    """Make a key for `caller`, or, if they manage users, for `wanted.user_id`.

    Raises:
        ScopesBeyondOwn: it would reach further than the caller, or its owner, does now.
        UserNotFound: there is no such owner, or the caller may not act for them.
        LimitIsForAdministrators: it asks for its own rate limit.
        BadExpiry: it would have expired already, or live too long.
    """
    if wanted.requests_per_minute is not None and caller.role != "admin":
        raise LimitIsForAdministrators
    owner, grantable = await _owner(session, caller, wanted.user_id)
    if not grantable.issuperset(wanted.scopes):
        raise ScopesBeyondOwn
    moment = now()
    key = ApiKey(
        id=new_id(),
        user_id=owner,
        name=wanted.name,
        scopes=tuple(sorted(set(wanted.scopes))),
        requests_per_minute=wanted.requests_per_minute,
        created_at=moment,
        rotated_at=None,
        last_used_at=None,
        expires_at=_expiry(wanted.expires_at, moment),
    )
    made = make_key(key.id)
    await repository.add_key(session, key, made.hash)
    await _record(session, caller, API_KEY_CREATED, key, scopes=list(key.scopes))
    return IssuedKey(key, made.secret)


async def rotate_api_key(
    session: Session, callers: CallerCache, caller: Caller, key_id: str, expires_at: datetime | None
) -> IssuedKey:
    """Give the key another secret; the old one stops at once. Raises `ApiKeyNotFound`, `BadExpiry`."""
    key = await _key_for(session, caller, key_id)
    moment = now()
    rotated = replace(key, rotated_at=moment, expires_at=_expiry(expires_at, moment))
    made = make_key(key.id)
    await repository.rotate_key(session, key, made.hash, moment, rotated.expires_at)
    await _record(session, caller, API_KEY_ROTATED, key)
    session.after_commit(callers.forget)
    return IssuedKey(rotated, made.secret)


async def revoke_api_key(session: Session, callers: CallerCache, caller: Caller, key_id: str) -> None:
    """Remove the key. Raises `ApiKeyNotFound`."""
    key = await _key_for(session, caller, key_id)
    await repository.remove_key(session, key.id)
    await _record(session, caller, API_KEY_REVOKED, key)
    session.after_commit(callers.forget)


async def owner_within_reach(session: Session, caller: Caller, user_id: str | None) -> str:
    """Return whose keys are meant. Raises `UserNotFound` when the caller may not act for them."""
    owner, _ = await _owner(session, caller, user_id)
    return owner


async def _record(session: Session, caller: Caller, event_type: EventType, key: ApiKey, **facts: Any) -> None:
    data = {"name": key.name}
    await record_change(session, caller, event_type, key.id, user_id=key.user_id, data=data, **facts)


async def _owner(session: Session, caller: Caller, user_id: str | None) -> tuple[str, frozenset[str]]:
    """Return whose keys are meant, and which scopes a new one may have."""
    if user_id is None or user_id == caller.user_id:
        return caller.user_id, caller.scopes
    user = await user_with_id(session, user_id) if "users:manage" in caller.scopes else None
    if user is None:
        raise UserNotFound
    return user.id, effective_scopes(user.role, caller.scopes)


async def _key_for(session: Session, caller: Caller, key_id: str) -> ApiKey:
    key = await repository.key_for(session, caller, key_id)
    if key is None:
        raise ApiKeyNotFound
    return key


def _expiry(wanted: datetime | None, moment: datetime) -> datetime:
    expires = wanted or moment + DEFAULT_LIFETIME
    if not moment < expires <= moment + timedelta(days=LONGEST_DAYS):
        raise BadExpiry(LONGEST_DAYS)
    return expires
