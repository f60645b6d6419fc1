"""Recognises what a person granted to a program: the token says for what, the grant whether that still holds."""

from sqlalchemy import bindparam

from quarterdeck.identity.authentication.authenticator import is_use_due
from quarterdeck.identity.authentication.caller_cache import FRESH, AuthenticatedCaller
from quarterdeck.identity.authentication.credentials import PresentedCredential
from quarterdeck.identity.oauth_server.grants.repository import note_grant_used
from quarterdeck.identity.oauth_server.keys.signing import SigningKeys
from quarterdeck.identity.oauth_server.models import oauth_clients, oauth_grants
from quarterdeck.identity.organizations.owners import owned, owner_in
from quarterdeck.identity.users.models import users
from quarterdeck.infra.database import Database
from quarterdeck.infra.database.deferred import DeferredWrites
from quarterdeck.kit.clock import now

_GRANT = owned(
    [
        oauth_grants.c.scopes,
        oauth_grants.c.resource,
        oauth_grants.c.expires_at,
        oauth_grants.c.last_used_at,
        oauth_clients.c.scopes.label("client_scopes"),
    ],
    oauth_grants.join(users).join(oauth_clients, oauth_clients.c.id == oauth_grants.c.client),
    (oauth_grants.c.id == bindparam("grant")) & oauth_grants.c.ended_at.is_(None),
)


class GrantRecogniser:
    def __init__(self, database: Database, deferred_writes: DeferredWrites, keys: SigningKeys) -> None:
        self._database, self._deferred_writes, self._keys = database, deferred_writes, keys

    async def recognise(self, presented: PresentedCredential, *, using: bool) -> AuthenticatedCaller | None:
        """Return for whom a program acts, at the one address that its token was granted for."""
        if presented.kind != "bearer" or presented.location is None:
            return None
        audience = presented.audience
        claims = await self._keys.read(self._database, presented.secret, presented.location.base, audience)
        if claims is None:
            return None
        async with self._database.reading() as session:
            rows = await session.prepared(_GRANT, {"grant": claims.grant_id})
        if not rows:
            return None
        scopes, resource, expires_at, last_used_at, client_scopes, *_ = rows[0]
        owner, moment = owner_in(rows), now()
        if (owner.user_id, resource) != (claims.user_id, audience) or expires_at <= moment:
            return None
        if using and is_use_due(last_used_at, moment):
            self._deferred_writes.add(lambda session: note_grant_used(session, claims.grant_id, moment))
        granted = claims.scopes & frozenset(scopes) & frozenset(client_scopes)
        caller, expires = owner.caller(granted, "oauth", claims.grant_id), min(claims.expires, expires_at)
        return AuthenticatedCaller(caller, min(moment + FRESH, expires), f"grant:{claims.grant_id}", expires=expires)
