"""Every question about invitations."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, insert, or_, select

from quarterdeck.identity.invitations.models import invitations
from quarterdeck.identity.invitations.types import Invitation
from quarterdeck.identity.organizations.models import memberships
from quarterdeck.identity.users.models import users
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing, columns_of
from quarterdeck.infra.database.types import UtcTimestamp
from quarterdeck.kit.pages import Page, PageRequest

_COLUMNS = columns_of(invitations, "id", "organization_id", "email", "role", "invited_by", "created_at", "expires_at")
_OPEN = invitations.c.expires_at > bindparam("moment", type_=UtcTimestamp)
_IN = invitations.c.organization_id == bindparam("organization")
_OPEN_IN = Listing(_COLUMNS, invitations, invitations.c.id, and_(_IN, _OPEN))
_INVITER = (users.c.id == invitations.c.invited_by) & users.c.disabled_at.is_(None)
_INVITER_MEMBERSHIP = and_(
    memberships.c.organization_id == invitations.c.organization_id, memberships.c.user_id == invitations.c.invited_by
)
_WITH_INVITER = invitations.join(users, _INVITER).outerjoin(memberships, _INVITER_MEMBERSHIP)
# The inviter's rights at use, as everywhere: who lost them lets nobody in any more.
_VALID = and_(_OPEN, or_(users.c.role == "admin", memberships.c.role == "owner"))
_BY_TOKEN = select(*_COLUMNS).select_from(_WITH_INVITER).where(invitations.c.token_hash == bindparam("hash"), _VALID)
_TO = select(invitations.c.id).select_from(_WITH_INVITER).where(invitations.c.email == bindparam("email"), _VALID)
_TAKE = delete(invitations).where(invitations.c.token_hash == bindparam("hash"), _OPEN)
_REPLACE = delete(invitations).where(_IN, invitations.c.email == bindparam("email"))
_REMOVE = delete(invitations).where(_IN, invitations.c.id == bindparam("wanted"))


async def add_invitation(session: Session, new: Invitation, token_hash: str) -> None:
    """Keep an invitation; an older one of the same address to the same organization stops working."""
    await session.run(_REPLACE, {"organization": new.organization_id, "email": new.email})
    await session.run(insert(invitations), asdict(new) | {"token_hash": token_hash})


async def invitation_with_token(session: Session, token_hash: str, moment: datetime) -> Invitation | None:
    """Return the open invitation of this link, if its inviter may still invite."""
    row = await session.row(_BY_TOKEN, {"hash": token_hash, "moment": moment})
    return _invitation(row) if row else None


async def is_invited(session: Session, email: str, moment: datetime) -> bool:
    """Tell whether anybody who still may has invited the canonical address `email` anywhere."""
    return await session.row(_TO.limit(1), {"email": email, "moment": moment}) is not None


async def page_of_invitations(
    session: Session, request: PageRequest, organization_id: str, moment: datetime
) -> Page[Invitation]:
    given = {"organization": organization_id, "moment": moment}
    return await _OPEN_IN.page(session, request, _invitation, given)


async def take_invitation(session: Session, token_hash: str, moment: datetime) -> bool:
    """Use up an invitation; of several requests at once exactly one is told yes."""
    return await session.run(_TAKE, {"hash": token_hash, "moment": moment}) == 1


async def remove_invitation(session: Session, organization_id: str, invitation_id: str) -> bool:
    return await session.run(_REMOVE, {"organization": organization_id, "wanted": invitation_id}) == 1


async def purge_expired(session: Session, moment: datetime) -> int:
    return await session.run(delete(invitations).where(invitations.c.expires_at <= moment))


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(*tuple(row)[: len(_COLUMNS)])
