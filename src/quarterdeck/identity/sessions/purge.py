"""Forget what can no longer matter: old attempts, spent links, sessions that ended long ago."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_

from quarterdeck.identity.sessions.lockout import WINDOW
from quarterdeck.identity.sessions.models import sessions, sign_in_attempts, sign_in_links
from quarterdeck.infra.database import Session

KEPT = timedelta(days=30)
"""How long an ended session stays, so that the reuse of an old refresh token is still recognised."""


async def purge_sessions(session: Session, moment: datetime) -> int:
    """Delete such rows and return how many; refresh tokens go with their sessions."""
    long_ago = moment - KEPT
    over = or_(and_(sessions.c.ended_at.is_not(None), sessions.c.ended_at < long_ago), sessions.c.expires_at < long_ago)
    return sum(
        [
            await session.run(delete(sign_in_attempts).where(sign_in_attempts.c.attempted_at <= moment - WINDOW)),
            await session.run(delete(sign_in_links).where(sign_in_links.c.expires_at <= moment)),
            await session.run(delete(sessions).where(over)),
        ]
    )
