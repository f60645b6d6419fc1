"""End grants: by their owner, by their client, or with the account's rights."""

from dataclasses import replace
from typing import Final

from quarterdeck.identity.audit.changes import record_change
from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.oauth_server.errors import ConnectionNotFound
from quarterdeck.identity.oauth_server.event_types import GRANT_REVOKED
from quarterdeck.identity.oauth_server.grants import repository
from quarterdeck.identity.oauth_server.grants.types import Grant
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import publish
from quarterdeck.kit.clock import now

REUSED: Final = "reused"
_ALL_REVOKED: Final = replace(GRANT_REVOKED, subject="user")


async def end_grants(session: Session, user_id: str) -> int:
    """End everything that a user allowed; for when the account is closed or its password or role changes.

    The caller forgets known callers after the commit, as for sessions. Returns how many ended.
    """
    ended = await repository.end_all_grants(session, user_id, now())
    if ended:
        publish(session, _ALL_REVOKED, user_id, user_id=user_id, data={"grants": ended})
    return ended


async def end_connection(session: Session, callers: CallerCache, caller: Caller, grant_id: str) -> None:
    """End one of the caller's own grants. Raises `ConnectionNotFound`."""
    if not await repository.end_own_grant(session, grant_id, caller.user_id, now()):
        raise ConnectionNotFound
    await _record_end(session, callers, caller, grant_id, "owner")


async def end_by_client(session: Session, callers: CallerCache, grant: Grant, reason: str) -> None:
    """End a grant that its client gave back, or whose code or refresh token came a second time (`REUSED`)."""
    if await repository.end_grant(session, grant.id, now()):
        await _record_end(session, callers, as_caller(grant), grant.id, reason)


def as_caller(grant: Grant) -> Caller:
    """Return who acts where a client acts with a grant, for the audit log."""
    return Caller(grant.user_id, grant.role, frozenset(), "oauth", grant.id)


async def _record_end(session: Session, callers: CallerCache, caller: Caller, grant_id: str, reason: str) -> None:
    await record_change(
        session,
        caller,
        GRANT_REVOKED,
        grant_id,
        user_id=caller.user_id,
        data={"reason": reason},
        outcome="failure" if reason == REUSED else "success",
        reason=reason,
    )
    session.after_commit(callers.forget)
