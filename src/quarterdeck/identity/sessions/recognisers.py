"""Recognises people who signed in: by the console's cookie, an access token, or a token of this machine's operator.

All of these are for the API: at MCP a person's own cookie and tokens do not count.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam

from quarterdeck.identity.authentication.authenticator import is_use_due
from quarterdeck.identity.authentication.caller_cache import FRESH, AuthenticatedCaller
from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.identity.caller import CredentialKind
from quarterdeck.identity.organizations.owners import owned, owner_in
from quarterdeck.identity.roles import SCOPES
from quarterdeck.identity.secrets import secret_hash
from quarterdeck.identity.sessions.access_tokens import LOCAL, AccessTokens
from quarterdeck.identity.sessions.models import sessions
from quarterdeck.identity.sessions.repository import note_session_used
from quarterdeck.identity.users.models import users
from quarterdeck.infra.database import Database
from quarterdeck.infra.database.deferred import DeferredWrites
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.clock import now

_COLUMNS = [sessions.c.id, sessions.c.kind, sessions.c.last_used_at, sessions.c.expires_at]
_WITH_OWNER = sessions.join(users)
_OPEN = sessions.c.ended_at.is_(None)
_BY_COOKIE = owned(_COLUMNS, _WITH_OWNER, _OPEN & (sessions.c.cookie_hash == bindparam("cookie")))
_BY_ID = owned(
    _COLUMNS, _WITH_OWNER, _OPEN & (sessions.c.id == bindparam("session")) & (users.c.id == bindparam("person"))
)
_ACCOUNT = owned([], users, users.c.id == bindparam("person"))


class SessionRecogniser:
    """Recognises cookies and access tokens by the session that each is bound to."""

    def __init__(
        self, settings: Settings, database: Database, deferred_writes: DeferredWrites, tokens: AccessTokens
    ) -> None:
        self._idle = timedelta(minutes=settings.security.session_idle_minutes)
        self._database, self._deferred_writes, self._tokens = database, deferred_writes, tokens

    async def recognise(self, presented: PresentedCredential, *, using: bool) -> AuthenticatedCaller | None:
        if presented.at != "api":
            return None
        if presented.kind == "cookie":
            return await self._by_cookie(presented.secret, using=using)
        return await self._by_token(presented.secret, using=using) if presented.kind == "bearer" else None

    async def _by_cookie(self, cookie: str, *, using: bool) -> AuthenticatedCaller | None:
        async with self._database.reading() as session:
            rows = await session.prepared(_BY_COOKIE, {"cookie": secret_hash(cookie)})
        return self._of_session(rows, "session", using=using)

    async def _by_token(self, token: str, *, using: bool) -> AuthenticatedCaller | None:
        claims = self._tokens.read(token)
        if claims is None:
            return None
        async with self._database.reading() as session:
            if claims.kind == LOCAL:
                return _local(await session.prepared(_ACCOUNT, {"person": claims.user_id}), claims.expires)
            rows = await session.prepared(_BY_ID, {"session": claims.session_id, "person": claims.user_id})
        return self._of_session(rows, "token", claims.expires, using=using)

    def _of_session(
        self, rows: Sequence[Sequence[Any]], kind: CredentialKind, until: datetime | None = None, *, using: bool
    ) -> AuthenticatedCaller | None:
        if not rows:
            return None
        session_id, session_kind, last_used_at, expires_at, *_ = rows[0]
        moment = now()
        if expires_at <= moment or (session_kind == "console" and last_used_at + self._idle <= moment):
            return None
        if using and is_use_due(last_used_at, moment):
            self._deferred_writes.add(lambda session: note_session_used(session, session_id, moment))
        caller = owner_in(rows).caller(SCOPES, kind, session_id)
        expires = min(expires_at, until or expires_at)
        return AuthenticatedCaller(caller, min(moment + FRESH, expires), f"user:{caller.user_id}", expires=expires)


def _local(rows: Sequence[Sequence[Any]], until: datetime) -> AuthenticatedCaller | None:
    """Recognise the operator of this machine, whose token names no session."""
    if not rows:
        return None
    caller = owner_in(rows).caller(SCOPES, "local", "local")
    return AuthenticatedCaller(caller, min(now() + FRESH, until), f"local:{caller.user_id}", expires=until)
