"""The rules of sessions that have begun, and of sign-in links."""

from quarterdeck.identity.audit.changes import record_change
from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.identity.sessions import repository
from quarterdeck.identity.sessions.errors import SessionNotFound
from quarterdeck.identity.sessions.event_types import SESSION_ENDED
from quarterdeck.identity.sessions.types import LINK_LIFETIME
from quarterdeck.identity.users.end_access import AccountChange
from quarterdeck.infra.database import Session
from quarterdeck.kit.clock import now


async def make_sign_in_link(session: Session, caller: Caller | None, user_id: str) -> str:
    """Make the one sign-in link of a user and return its token, which is not kept."""
    token = new_secret()
    await repository.add_link(session, secret_hash(token), user_id, now() + LINK_LIFETIME)
    await audit(session, caller, "sign_in_link.create", "user", user_id)
    return token


async def end_session_of(session: Session, callers: CallerCache, caller: Caller, user_id: str, session_id: str) -> None:
    """End a session of an account that the caller may act for. Raises `SessionNotFound`, for anybody else's too."""
    if not await repository.end_own_session(session, session_id, user_id, now()):
        raise SessionNotFound
    await record_change(session, caller, SESSION_ENDED, session_id, user_id=user_id)
    session.after_commit(callers.forget)


async def end_sessions(session: Session, user_id: str, change: AccountChange, *, kept: str = "") -> None:
    """End the sessions of an account that must be proven anew; with another role they go on."""
    if change == "credentials":
        await repository.end_sessions_except(session, user_id, kept, now())


async def came_by_link(session: Session, caller: Caller) -> bool:
    """Tell whether the caller's session began a moment ago by a sign-in link, which proves who they are."""
    found = await repository.session_with_id(session, caller.credential_id)
    return found is not None and found.proof == "link" and now() - found.created_at < LINK_LIFETIME
