"""Make and withdraw invitations. Who is invited learns of it from the link alone: the server sends no mail."""

from collections.abc import Iterable
from typing import Any

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.invitations import repository
from quarterdeck.identity.invitations.errors import InvitationNotFound
from quarterdeck.identity.invitations.types import LIFETIME, Invitation
from quarterdeck.identity.organizations.errors import AlreadyMember
from quarterdeck.identity.organizations.members import member
from quarterdeck.identity.organizations.service import organization_seen_by
from quarterdeck.identity.roles import OrganizationRole
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.identity.users.allowlist import is_allowed
from quarterdeck.identity.users.errors import EmailNotAllowed
from quarterdeck.identity.users.repository import user_with_email
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import emit
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

PREFIX = "qdi_"
"""By which a token is known, so that the log masks it."""


async def invite(
    session: Session,
    caller: Caller,
    organization_id: str,
    email: str,
    allowlist: Iterable[str],
    *,
    role: OrganizationRole,
) -> tuple[Invitation, str]:
    """Invite the canonical address `email`, again if need be: only the newest link works. Returns the token too.

    Only owners and administrators come here, so that no role is above the inviter's; `accept` looks again.
    Whether the address has an account makes no difference to the answer.

    Raises:
        OrganizationNotFound, EmailNotAllowed, AlreadyMember: as named.
    """
    await organization_seen_by(session, caller, organization_id)
    if not is_allowed(email, allowlist):
        raise EmailNotAllowed
    user = await user_with_email(session, email)
    if user is not None and await member(session, organization_id, user.id) is not None:
        raise AlreadyMember
    moment, token = now(), PREFIX + new_secret()
    made = Invitation(new_id(), organization_id, email, role, caller.user_id, moment, moment + LIFETIME)
    await repository.add_invitation(session, made, secret_hash(token))
    await audit(session, caller, "invitation.create", "invitation", made.id, organization=organization_id, role=role)
    tell(session, "invitation.created", made.id, organization_id, caller.user_id)
    return made, token


async def revoke(session: Session, caller: Caller, organization_id: str, invitation_id: str) -> None:
    """Withdraw an invitation; its link stops at once. Raises `InvitationNotFound`."""
    if not await repository.remove_invitation(session, organization_id, invitation_id):
        raise InvitationNotFound
    await audit(session, caller, "invitation.revoke", "invitation", invitation_id, organization=organization_id)
    tell(session, "invitation.revoked", invitation_id, organization_id, caller.user_id)


def tell(
    session: Session, event_type: str, invitation_id: str, organization_id: str, actor_id: str, **data: Any
) -> None:
    """Tell the organization, by ids alone: only its owners see who is invited, and members hold this scope too."""
    emit(
        session,
        event_type,
        subject=("invitation", invitation_id),
        scope="organizations:write",
        organization_id=organization_id,
        actor_id=actor_id,
        data=data,
    )
