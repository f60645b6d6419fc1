"""Recognises API keys, as a bearer or in their own header, wherever they are shown."""

from hmac import compare_digest

from sqlalchemy import bindparam

from quarterdeck.identity.api_keys.format import PREFIX, hash_key, key_id_of
from quarterdeck.identity.api_keys.models import api_keys
from quarterdeck.identity.api_keys.repository import note_key_used
from quarterdeck.identity.authentication.authenticator import is_use_due
from quarterdeck.identity.authentication.caller_cache import FRESH, AuthenticatedCaller
from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.identity.organizations.owners import owned, owner_in
from quarterdeck.identity.users.models import users
from quarterdeck.infra.database import Database
from quarterdeck.infra.database.deferred import DeferredWrites
from quarterdeck.kit.clock import now

_KEY = owned(
    [
        api_keys.c.secret_hash,
        api_keys.c.scopes,
        api_keys.c.expires_at,
        api_keys.c.last_used_at,
        api_keys.c.requests_per_minute,
    ],
    api_keys.join(users),
    api_keys.c.id == bindparam("key"),
)


class ApiKeyRecogniser:
    def __init__(self, database: Database, deferred_writes: DeferredWrites) -> None:
        self._database, self._deferred_writes = database, deferred_writes

    async def recognise(self, presented: PresentedCredential, *, using: bool) -> AuthenticatedCaller | None:
        """Return whose key this is; a cookie is none, whatever it looks like."""
        secret = presented.secret
        key_id = key_id_of(secret) if presented.kind != "cookie" and secret.startswith(PREFIX) else None
        if key_id is None:
            return None
        async with self._database.reading() as session:
            rows = await session.prepared(_KEY, {"key": key_id})
        if not rows or not compare_digest(rows[0][0], hash_key(secret)):
            return None
        _, scopes, expires_at, last_used_at, per_minute, *_ = rows[0]
        moment = now()
        if expires_at <= moment:
            return None
        if using and is_use_due(last_used_at, moment):
            self._deferred_writes.add(lambda session: note_key_used(session, key_id, moment))
        caller = owner_in(rows).caller(frozenset(scopes), "key", key_id)
        return AuthenticatedCaller(caller, min(moment + FRESH, expires_at), f"key:{key_id}", per_minute, expires_at)
