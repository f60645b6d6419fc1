"""Forget what can no longer matter: old requests, spent codes, grants that ended long ago, clients nobody let in."""

from datetime import datetime, timedelta

from quarterdeck.identity.oauth_server.clients.dynamic import UNUSED_KEPT
from quarterdeck.identity.oauth_server.clients.repository import purge_unused
from quarterdeck.identity.oauth_server.grants.repository import purge_ended, purge_tokens
from quarterdeck.identity.oauth_server.keys.repository import purge_retired
from quarterdeck.identity.oauth_server.keys.signing import PUBLISHED_AFTER
from quarterdeck.identity.oauth_server.requests.repository import purge_expired
from quarterdeck.infra.database import Session

ENDED_KEPT = timedelta(days=30)
"""How long an ended grant stays, so that the reuse of its last refresh token is still recognised."""

SPENT_KEPT = timedelta(days=1)
"""How long a code stays after its minute, for the same reason."""


async def purge_oauth(session: Session, moment: datetime) -> int:
    """Delete such rows and return how many."""
    return sum(
        [
            await purge_expired(session, moment),
            await purge_tokens(session, moment - SPENT_KEPT),
            await purge_ended(session, moment - ENDED_KEPT),
            await purge_unused(session, moment - UNUSED_KEPT),
            await purge_retired(session, moment - PUBLISHED_AFTER),
        ]
    )
