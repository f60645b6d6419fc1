"""Forget what can no longer matter in any slice of identity: what ran out, what was used up, what ended long ago."""

from quarterdeck.identity.invitations import repository as invitations
from quarterdeck.identity.oauth_server.sweep import forget_old_oauth
from quarterdeck.identity.providers import repository as providers
from quarterdeck.identity.sessions.sweep import forget_old_sessions
from quarterdeck.identity.tickets import repository as tickets
from quarterdeck.infra.database import Session
from quarterdeck.kit.clock import now


async def forget_old(session: Session) -> int:
    """Delete such rows and return how many."""
    moment = now()
    return sum(
        [
            await forget_old_sessions(session, moment),
            await invitations.forget_expired(session, moment),
            await providers.forget_expired(session, moment),
            await tickets.forget_expired(session, moment),
            await forget_old_oauth(session, moment),
        ]
    )
