"""Renew access tokens. A refresh token works once; seen twice, its whole family ends."""

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.caller import Caller, CredentialKind
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.identity.sessions import refresh_tokens
from quarterdeck.identity.sessions.errors import BadRefreshToken
from quarterdeck.identity.sessions.issuer import SessionIssuer
from quarterdeck.identity.sessions.refresh_tokens import RefreshToken
from quarterdeck.identity.sessions.repository import end_session, prolong_session, renew_cookie
from quarterdeck.identity.sessions.types import SessionKind, SignedIn
from quarterdeck.infra.database import Database, Session
from quarterdeck.kit.clock import now


class TokenRefresh:
    """Exchanges refresh tokens."""

    def __init__(self, database: Database, issuer: SessionIssuer, callers: CallerCache) -> None:
        self._database, self._issuer, self._callers = database, issuer, callers

    async def by_token(self, token: str) -> SignedIn:
        """Exchange a refresh token for new tokens of the same session.

        A token that was used before is in two hands, one of them a thief's; which, nobody can tell. So the
        session ends for both. That is also the lot of a client that refreshes twice at once.

        Raises:
            BadRefreshToken: for every reason, without telling which.
        """
        return await self._exchanged(token, "token")

    async def by_cookie(self, token: str) -> SignedIn:
        """The same for a remembered console session, which gets fresh cookies. Neither kind works as the other."""
        return await self._exchanged(token, "console")

    async def _exchanged(self, token: str, kind: SessionKind) -> SignedIn:
        async with self._database.writing() as session:
            kept = await refresh_tokens.refresh_token(session, secret_hash(token))
            counts = kept is not None and kept.session_kind == kind and _counts(kept)
            renewed = await self._renew(session, token, kept) if kept and counts else None
        if renewed is None:
            raise BadRefreshToken
        return renewed

    async def _renew(self, session: Session, token: str, kept: RefreshToken) -> SignedIn | None:
        moment = now()
        if not await refresh_tokens.use_refresh_token(session, secret_hash(token), moment):
            await end_session(session, kept.session_id, moment)
            session.after_commit(self._callers.forget)
            await audit(session, _owner(kept), "refresh_token.reused", "session", kept.session_id, "failure")
            return None
        fresh = new_secret()
        until = moment + self._issuer.refresh_lifetime
        await refresh_tokens.add_refresh_token(session, secret_hash(fresh), kept.session_id, until)
        if kept.session_kind == "console":
            cookie = new_secret()
            await renew_cookie(session, kept.session_id, secret_hash(cookie), moment, until)
            session.after_commit(self._callers.forget)
            return self._issuer.with_cookie(kept.user_id, kept.session_id, cookie, fresh)
        await prolong_session(session, kept.session_id, moment, until)
        return self._issuer.with_access_token(kept.user_id, kept.session_id, fresh)


def _counts(kept: RefreshToken) -> bool:
    return kept.expires_at > now() and kept.session_ended_at is None and kept.user_disabled_at is None


def _owner(kept: RefreshToken) -> Caller:
    credential: CredentialKind = "session" if kept.session_kind == "console" else "token"
    return Caller(kept.user_id, "readonly", frozenset(), credential, kept.session_id)
