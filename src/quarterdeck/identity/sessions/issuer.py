"""Begin a session, in the transaction of whatever proved who it is."""

from dataclasses import replace
from datetime import timedelta

from quarterdeck.identity.authentication.origin import Origin
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.identity.sessions import repository
from quarterdeck.identity.sessions.access_tokens import ACCESS, AccessTokens
from quarterdeck.identity.sessions.event_types import SESSION_BEGAN
from quarterdeck.identity.sessions.refresh_tokens import add_refresh_token
from quarterdeck.identity.sessions.types import Proof, SessionKind, SignedIn, SignInSession
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import publish
from quarterdeck.infra.settings.security import SecuritySettings
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id


class SessionIssuer:
    """Begins sessions and gives them their cookies and tokens, which live as long as the settings say."""

    def __init__(self, security: SecuritySettings, tokens: AccessTokens) -> None:
        self._tokens = tokens
        self._idle = timedelta(minutes=security.session_idle_minutes)
        self._longest = timedelta(days=security.session_max_days)
        self._access_lifetime = timedelta(minutes=security.access_token_expire_minutes)
        self.refresh_lifetime = timedelta(days=security.refresh_token_expire_days)

    async def begin_console(
        self, session: Session, user_id: str, origin: Origin, proof: Proof = "password", *, remember: bool = False
    ) -> SignedIn:
        """Begin a browser's session, in a cookie that no script can read; `remember` adds a refresh cookie."""
        cookie = new_secret()
        lifetime = self.refresh_lifetime if remember else self._longest
        new = replace(_session(user_id, "console", proof, origin, lifetime), remembered=remember)
        await _add(session, new, secret_hash(cookie))
        refresh = await _refresh_token_of(session, new) if remember else None
        return self.with_cookie(user_id, new.id, cookie, refresh)

    async def begin_token(self, session: Session, user_id: str, origin: Origin) -> SignedIn:
        """Begin a program's session: an access token, and a refresh token to renew it."""
        new = _session(user_id, "token", "password", origin, self.refresh_lifetime)
        await _add(session, new, None)
        return self.with_access_token(user_id, new.id, await _refresh_token_of(session, new))

    def with_cookie(self, user_id: str, session_id: str, cookie: str, refresh_cookie: str | None) -> SignedIn:
        idle = int(self._idle.total_seconds())
        return SignedIn(user_id, session_id, idle, cookie=cookie, refresh_cookie=refresh_cookie)

    def with_access_token(self, user_id: str, session_id: str, refresh_token: str) -> SignedIn:
        access = self._tokens.sign(ACCESS, user_id, session_id, self._access_lifetime)
        return SignedIn(user_id, session_id, int(self._access_lifetime.total_seconds()), access, refresh_token)


async def _add(session: Session, new: SignInSession, cookie_hash: str | None) -> None:
    """Keep the session, and tell the person, who may not have been the one."""
    await repository.add_session(session, new, cookie_hash)
    data = {"kind": new.kind, "proof": new.proof, "ip": new.peer}
    publish(session, SESSION_BEGAN, new.id, user_id=new.user_id, actor_id=new.user_id, data=data)


async def _refresh_token_of(session: Session, new: SignInSession) -> str:
    token = new_secret()
    await add_refresh_token(session, secret_hash(token), new.id, new.expires_at)
    return token


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
