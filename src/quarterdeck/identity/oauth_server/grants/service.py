"""End grants: by their owner, by their client, or with the account's rights."""

from typing import Final

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.oauth_server.errors import ConnectionNotFound
from quarterdeck.identity.oauth_server.grants import repository
from quarterdeck.identity.oauth_server.grants.types import Grant
from quarterdeck.identity.runtime import Identity
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import emit
from quarterdeck.kit.clock import now

REUSED: Final = "reused"


async def end_grants(session: Session, user_id: str) -> int:
    """End everything that a user allowed; for when the account is closed or its password or role changes.

    The caller forgets known callers after the commit, as for sessions. Returns how many ended.
    """
    ended = await repository.end_all_grants(session, user_id, now())
    if ended:
        emit(session, "grant.revoked", subject=("user", user_id), user_id=user_id, data={"grants": ended})
    return ended


async def end_connection(session: Session, identity: Identity, caller: Caller, grant_id: str) -> None:
    """End one of the caller's own grants. Raises `ConnectionNotFound`."""
    if not await repository.end_own_grant(session, grant_id, caller.user_id, now()):
        raise ConnectionNotFound
    await _tell(session, identity, caller, grant_id, caller.user_id, "owner")


async def end_by_client(session: Session, identity: Identity, grant: Grant, reason: str) -> None:
    """End a grant that its client gave back, or whose code or refresh token came a second time (`REUSED`)."""
    if await repository.end_grant(session, grant.id, now()):
        await _tell(session, identity, as_caller(grant), grant.id, grant.user_id, reason)


def as_caller(grant: Grant) -> Caller:
    """Return who acts where a client acts with a grant, for the audit log."""
    return Caller(grant.user_id, grant.role, frozenset(), "oauth", grant.id)


async def _tell(session: Session, identity: Identity, caller: Caller, grant_id: str, user_id: str, reason: str) -> None:
    outcome = "failure" if reason == REUSED else "success"
    await audit(session, caller, "grant.revoke", "grant", grant_id, outcome, reason=reason)
    emit(
        session,
        "grant.revoked",
        subject=("grant", grant_id),
        user_id=user_id,
        actor_id=caller.user_id,
        data={"reason": reason},
    )
    session.after_commit(identity.callers.forget)
