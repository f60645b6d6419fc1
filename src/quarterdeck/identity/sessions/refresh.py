"""Renew access tokens. A refresh token works once; seen twice, its whole family ends."""

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.caller import Caller, CredentialKind
from quarterdeck.identity.runtime import Identity
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.identity.sessions import refresh_tokens as repository
from quarterdeck.identity.sessions.begin import refresh_lifetime, with_access_token, with_cookie
from quarterdeck.identity.sessions.errors import BadRefreshToken
from quarterdeck.identity.sessions.refresh_tokens import RefreshToken
from quarterdeck.identity.sessions.repository import end_session, prolong_session, renew_cookie
from quarterdeck.identity.sessions.types import SessionKind, SignedIn
from quarterdeck.infra.database import Session
from quarterdeck.kit.clock import now


async def refresh(identity: Identity, token: str) -> SignedIn:
    """Exchange a refresh token for new tokens of the same session.

    A token that was used before is in two hands, one of them a thief's; which, nobody can tell. So the
    session ends for both. That is also the lot of a client that refreshes twice at once.

    Raises:
        BadRefreshToken: for every reason, without telling which.
    """
    return await _exchanged(identity, token, "token")


async def refresh_by_cookie(identity: Identity, token: str) -> SignedIn:
    """The same for a remembered console session, which gets fresh cookies. Neither kind of token works as the other."""
    return await _exchanged(identity, token, "console")


async def _exchanged(identity: Identity, token: str, kind: SessionKind) -> SignedIn:
    async with identity.database.writing() as session:
        kept = await repository.refresh_token(session, secret_hash(token))
        counts = kept is not None and kept.session_kind == kind and _counts(kept)
        renewed = await _renew(session, identity, token, kept) if kept and counts else None
    if renewed is None:
        raise BadRefreshToken
    return renewed


def _counts(kept: RefreshToken) -> bool:
    return kept.expires_at > now() and kept.session_ended_at is None and kept.user_disabled_at is None


async def _renew(session: Session, identity: Identity, token: str, kept: RefreshToken) -> SignedIn | None:
    moment = now()
    if not await repository.use_refresh_token(session, secret_hash(token), moment):
        await end_session(session, kept.session_id, moment)
        session.after_commit(identity.callers.forget)
        await audit(session, _owner(kept), "refresh_token.reused", "session", kept.session_id, "failure")
        return None
    fresh = new_secret()
    until = moment + refresh_lifetime(identity)
    await repository.add_refresh_token(session, secret_hash(fresh), kept.session_id, until)
    if kept.session_kind == "console":
        cookie = new_secret()
        await renew_cookie(session, kept.session_id, secret_hash(cookie), moment, until)
        session.after_commit(identity.callers.forget)
        return with_cookie(identity, kept.user_id, kept.session_id, cookie, fresh)
    await prolong_session(session, kept.session_id, moment, until)
    return with_access_token(identity, kept.user_id, kept.session_id, fresh)


def _owner(kept: RefreshToken) -> Caller:
    credential: CredentialKind = "session" if kept.session_kind == "console" else "token"
    return Caller(kept.user_id, "readonly", frozenset(), credential, kept.session_id)
