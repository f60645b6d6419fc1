"""Begin a session, in the transaction of whatever proved who it is."""

from dataclasses import replace
from datetime import timedelta

from quarterdeck.identity.authentication.origin import Origin
from quarterdeck.identity.runtime import Identity
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.identity.sessions import repository
from quarterdeck.identity.sessions.access_tokens import ACCESS
from quarterdeck.identity.sessions.refresh_tokens import add_refresh_token
from quarterdeck.identity.sessions.types import Proof, SessionKind, SignedIn, SignInSession
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import emit
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id


async def begin_console_session(
    session: Session,
    identity: Identity,
    user_id: str,
    origin: Origin,
    proof: Proof = "password",
    *,
    remember: bool = False,
) -> SignedIn:
    """Begin a browser's session, which is in a cookie that no script can read; `remember` adds a refresh cookie."""
    cookie, days = new_secret(), identity.settings.security.session_max_days
    lifetime = refresh_lifetime(identity) if remember else timedelta(days=days)
    new = replace(_session(user_id, "console", proof, origin, lifetime), remembered=remember)
    await repository.add_session(session, new, secret_hash(cookie))
    _tell(session, new)
    refresh = new_secret() if remember else None
    if refresh is not None:
        await add_refresh_token(session, secret_hash(refresh), new.id, new.expires_at)
    return with_cookie(identity, user_id, new.id, cookie, refresh)


async def begin_token_session(session: Session, identity: Identity, user_id: str, origin: Origin) -> SignedIn:
    """Begin a program's session: an access token, and a refresh token to renew it."""
    new = _session(user_id, "token", "password", origin, refresh_lifetime(identity))
    await repository.add_session(session, new, None)
    _tell(session, new)
    refresh = new_secret()
    await add_refresh_token(session, secret_hash(refresh), new.id, new.expires_at)
    return with_access_token(identity, user_id, new.id, refresh)


def with_cookie(identity: Identity, user_id: str, session_id: str, cookie: str, refresh_cookie: str | None) -> SignedIn:
    idle = identity.settings.security.session_idle_minutes * 60
    return SignedIn(user_id, session_id, idle, cookie=cookie, refresh_cookie=refresh_cookie)


def with_access_token(identity: Identity, user_id: str, session_id: str, refresh_token: str) -> SignedIn:
    lifetime = timedelta(minutes=identity.settings.security.access_token_expire_minutes)
    access = identity.tokens.sign(ACCESS, user_id, session_id, lifetime)
    return SignedIn(user_id, session_id, int(lifetime.total_seconds()), access, refresh_token)


def refresh_lifetime(identity: Identity) -> timedelta:
    return timedelta(days=identity.settings.security.refresh_token_expire_days)


def _tell(session: Session, new: SignInSession) -> None:
    """Tell the person, who may not have been the one."""
    data = {"kind": new.kind, "proof": new.proof, "ip": new.peer}
    emit(session, "session.began", subject=("session", new.id), user_id=new.user_id, actor_id=new.user_id, data=data)


def _session(user_id: str, kind: SessionKind, proof: Proof, origin: Origin, lifetime: timedelta) -> SignInSession:
    moment = now()
    return SignInSession(
        id=new_id(),
        user_id=user_id,
        kind=kind,
        proof=proof,
        peer=origin.peer,
        user_agent=origin.user_agent,
        created_at=moment,
        last_used_at=moment,
        expires_at=moment + lifetime,
    )
