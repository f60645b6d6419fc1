"""From a credential to the caller it stands for, with their rights as they are now."""

from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from sqlalchemy import Row, bindparam, select

from quarterdeck.identity.api_keys.format import PREFIX, hash_key, key_id_of
from quarterdeck.identity.api_keys.models import api_keys
from quarterdeck.identity.api_keys.repository import note_key_used
from quarterdeck.identity.authentication.caller_cache import FRESH, AuthenticatedCaller
from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.identity.caller import Caller, CredentialKind
from quarterdeck.identity.oauth_server.grants.repository import note_grant_used
from quarterdeck.identity.oauth_server.models import oauth_clients, oauth_grants
from quarterdeck.identity.organizations.repository import organizations_of
from quarterdeck.identity.roles import SCOPES, Role, effective_scopes
from quarterdeck.identity.runtime import Identity
from quarterdeck.identity.secrets import secret_hash
from quarterdeck.identity.sessions.access_tokens import LOCAL
from quarterdeck.identity.sessions.models import sessions
from quarterdeck.identity.sessions.repository import note_session_used
from quarterdeck.identity.users.models import users
from quarterdeck.identity.users.repository import user_with_id
from quarterdeck.infra.database import Session
from quarterdeck.kit.clock import now

NOTE_USE_AFTER = timedelta(minutes=1)
"""When a credential was last used is written at most this often."""

Via = tuple[CredentialKind, str]

_ACTIVE = users.c.disabled_at.is_(None)
_KEY = (
    select(
        api_keys.c.secret_hash,
        api_keys.c.scopes,
        api_keys.c.expires_at,
        api_keys.c.last_used_at,
        api_keys.c.requests_per_minute,
        users.c.id.label("user_id"),
        users.c.role,
    )
    .select_from(api_keys.join(users))
    .where(api_keys.c.id == bindparam("key"), _ACTIVE)
)
_SESSION = (
    select(
        sessions.c.id.label("session_id"),
        sessions.c.kind,
        sessions.c.last_used_at,
        sessions.c.expires_at,
        users.c.id.label("user_id"),
        users.c.role,
    )
    .select_from(sessions.join(users))
    .where(sessions.c.ended_at.is_(None), _ACTIVE)
)
_GRANT = (
    select(
        oauth_grants.c.scopes,
        oauth_grants.c.resource,
        oauth_grants.c.expires_at,
        oauth_grants.c.last_used_at,
        oauth_clients.c.scopes.label("client_scopes"),
        users.c.id.label("user_id"),
        users.c.role,
    )
    .select_from(oauth_grants.join(users).join(oauth_clients, oauth_clients.c.id == oauth_grants.c.client))
    .where(oauth_grants.c.id == bindparam("grant"), oauth_grants.c.ended_at.is_(None), _ACTIVE)
)
_SESSION_BY_COOKIE = _SESSION.where(sessions.c.cookie_hash == bindparam("cookie"))
_SESSION_BY_ID = _SESSION.where(sessions.c.id == bindparam("session"))


async def caller_of(
    identity: Identity, presented: PresentedCredential, *, using: bool = True
) -> AuthenticatedCaller | None:
    """Recognise who shows this, with their rights as they are now.

    `using` is false for looking again whether an open stream may go on: that must not keep an idle session alive.
    """
    if presented.kind == "key" and not presented.secret.startswith(PREFIX):
        return None
    digest = sha256(f"{presented.kind == 'cookie'}:{using}:{presented.audience}:{presented.secret}".encode()).digest()
    known = identity.callers.get(digest, now())
    if known is None:
        known = await _looked_up(identity, presented, using=using)
        if known is not None:
            identity.callers.put(digest, known)
    return known


async def _looked_up(identity: Identity, presented: PresentedCredential, *, using: bool) -> AuthenticatedCaller | None:
    """Only what was granted for MCP, and keys, count there: a person's own tokens and cookies are for the API."""
    if presented.secret.startswith(PREFIX) and presented.kind != "cookie":
        return await _by_key(identity, presented.secret, using=using)
    own = None
    if presented.at == "api":
        own = await (_by_cookie if presented.kind == "cookie" else _by_token)(identity, presented.secret, using=using)
    return own or (await _by_grant(identity, presented, using=using) if presented.kind == "bearer" else None)


async def _by_cookie(identity: Identity, cookie: str, *, using: bool) -> AuthenticatedCaller | None:
    async with identity.database.reading() as session:
        row = await session.row(_SESSION_BY_COOKIE, {"cookie": secret_hash(cookie)})
        return await _of_session(session, identity, row, "session", using=using) if row else None


async def _by_key(identity: Identity, credential: str, *, using: bool) -> AuthenticatedCaller | None:
    key_id = key_id_of(credential)
    if key_id is None:
        return None
    async with identity.database.reading() as session:
        row = await session.row(_KEY, {"key": key_id})
        if row is None or not compare_digest(row.secret_hash, hash_key(credential)):
            return None
        moment = now()
        if row.expires_at <= moment:
            return None
        if using and _is_old(row.last_used_at, moment):
            identity.deferred_writes.add(lambda session: note_key_used(session, key_id, moment))
        caller = await _caller(session, (row.user_id, row.role), frozenset(row.scopes), ("key", key_id))
    fresh_until = min(moment + FRESH, row.expires_at)
    return AuthenticatedCaller(caller, fresh_until, f"key:{key_id}", row.requests_per_minute, row.expires_at)


async def _by_token(identity: Identity, credential: str, *, using: bool) -> AuthenticatedCaller | None:
    claims = identity.tokens.read(credential)
    if claims is None:
        return None
    async with identity.database.reading() as session:
        if claims.kind == LOCAL:
            return await _local(session, claims.user_id, claims.expires)
        row = await session.row(_SESSION_BY_ID, {"session": claims.session_id})
        if row is None or row.user_id != claims.user_id:
            return None
        return await _of_session(session, identity, row, "token", claims.expires, using=using)


async def _by_grant(identity: Identity, presented: PresentedCredential, *, using: bool) -> AuthenticatedCaller | None:
    """Recognise what a program was granted; the token says for what, the grant whether that still holds."""
    if presented.location is None:
        return None
    claims = await identity.oauth.keys.read(
        identity.database, presented.secret, presented.location.base, presented.audience
    )
    if claims is None:
        return None
    async with identity.database.reading() as session:
        row = await session.row(_GRANT, {"grant": claims.grant_id})
        moment = now()
        if (
            row is None
            or (row.user_id, row.resource) != (claims.user_id, presented.audience)
            or row.expires_at <= moment
        ):
            return None
        if using and _is_old(row.last_used_at, moment):
            identity.deferred_writes.add(lambda late: note_grant_used(late, claims.grant_id, moment))
        scopes = claims.scopes & frozenset(row.scopes) & frozenset(row.client_scopes)
        caller = await _caller(session, (row.user_id, row.role), scopes, ("oauth", claims.grant_id))
    expires = min(claims.expires, row.expires_at)
    return AuthenticatedCaller(caller, min(moment + FRESH, expires), f"grant:{claims.grant_id}", expires=expires)


async def _of_session(
    session: Session,
    identity: Identity,
    row: Row[Any],
    kind: CredentialKind,
    until: datetime | None = None,
    *,
    using: bool,
) -> AuthenticatedCaller | None:
    moment = now()
    idle = timedelta(minutes=identity.settings.security.session_idle_minutes)
    if row.expires_at <= moment or (row.kind == "console" and row.last_used_at + idle <= moment):
        return None
    if using and _is_old(row.last_used_at, moment):
        session_id = row.session_id
        identity.deferred_writes.add(lambda late: note_session_used(late, session_id, moment))
    caller = await _caller(session, (row.user_id, row.role), SCOPES, (kind, row.session_id))
    expires = min(row.expires_at, until or row.expires_at)
    return AuthenticatedCaller(caller, min(moment + FRESH, expires), f"user:{row.user_id}", expires=expires)


async def _local(session: Session, user_id: str, until: datetime) -> AuthenticatedCaller | None:
    user = await user_with_id(session, user_id)
    if user is None or user.disabled_at is not None:
        return None
    caller = await _caller(session, (user.id, user.role), SCOPES, ("local", "local"))
    return AuthenticatedCaller(caller, min(now() + FRESH, until), f"local:{user_id}", expires=until)


async def _caller(session: Session, owner: tuple[str, Role], granted: frozenset[str], via: Via) -> Caller:
    user_id, role = owner
    kind, credential_id = via
    member_of = await organizations_of(session, user_id)
    scopes = effective_scopes(role, granted)
    return Caller(user_id, role, scopes, kind, credential_id, member_of, local=kind == "local")


def _is_old(last_used: datetime | None, moment: datetime) -> bool:
    return last_used is None or last_used + NOTE_USE_AFTER <= moment
