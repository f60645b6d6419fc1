"""Forget what can no longer matter in any slice of identity: what ran out, what was used up, what ended long ago."""

from quarterdeck.identity.invitations import repository as invitations
from quarterdeck.identity.oauth_server.purge import purge_oauth
from quarterdeck.identity.providers import repository as providers
from quarterdeck.identity.sessions.purge import purge_sessions
from quarterdeck.identity.tickets import repository as tickets
from quarterdeck.infra.database import Session
from quarterdeck.kit.clock import now


async def purge(session: Session) -> int:
    """Delete such rows and return how many."""
    moment = now()
    return sum(
        [
            await purge_sessions(session, moment),
            await invitations.purge_expired(session, moment),
            await providers.purge_expired(session, moment),
            await tickets.purge_expired(session, moment),
            await purge_oauth(session, moment),
        ]
    )
