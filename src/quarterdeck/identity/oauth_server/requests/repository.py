"""Every question about requests for access."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from quarterdeck.identity.oauth_server.models import oauth_requests
from quarterdeck.identity.oauth_server.requests.types import MOST_OF_ONE_BROWSER, AccessRequest
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.types import UtcTimestamp

_WAITING = (
    oauth_requests.c.id == bindparam("wanted"),
    oauth_requests.c.browser_hash == bindparam("browser"),
    oauth_requests.c.decided_at.is_(None),
    oauth_requests.c.expires_at > bindparam("moment", type_=UtcTimestamp),
)
_ONE = select(*oauth_requests.c).where(*_WAITING)
_DECIDE = update(oauth_requests).where(*_WAITING).values(decided_at=bindparam("decided", type_=UtcTimestamp))
_OWN = oauth_requests.c.browser_hash == bindparam("browser")
_NEWEST = (
    select(oauth_requests.c.id)
    .where(_OWN)
    .order_by(oauth_requests.c.created_at.desc(), oauth_requests.c.id.desc())
    .limit(MOST_OF_ONE_BROWSER - 1)
)
_MAKE_ROOM = delete(oauth_requests).where(_OWN, oauth_requests.c.id.not_in(_NEWEST))


async def add_request(session: Session, request: AccessRequest) -> None:
    """Keep a request. What ran out goes, and the oldest of this browser where it has too many."""
    await purge_expired(session, request.created_at)
    await session.run(_MAKE_ROOM, {"browser": request.browser_hash})
    await session.run(insert(oauth_requests), asdict(request) | {"scopes": list(request.scopes)})


async def waiting_request(session: Session, request_id: str, browser: str, moment: datetime) -> AccessRequest | None:
    """Return the request if this browser began it, and it neither was answered nor ran out."""
    row = await session.row(_ONE, {"wanted": request_id, "browser": browser, "moment": moment})
    if row is None:
        return None
    values = row._asdict()
    return AccessRequest(**values | {"scopes": tuple(values["scopes"])})


async def decide(session: Session, request_id: str, browser: str, moment: datetime) -> bool:
    """Answer a request; of several answers at once exactly one is told yes."""
    given = {"wanted": request_id, "browser": browser, "moment": moment, "decided": moment}
    return await session.run(_DECIDE, given) == 1


async def purge_expired(session: Session, moment: datetime) -> int:
    return await session.run(delete(oauth_requests).where(oauth_requests.c.expires_at <= moment))
