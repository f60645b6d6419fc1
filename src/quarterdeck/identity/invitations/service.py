"""Invite, withdraw, show and accept. Who is invited learns of it from the link alone: the server sends no mail."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from quarterdeck.identity.audit.changes import record_change
from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.authentication.origin import Origin
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.invitations import repository
from quarterdeck.identity.invitations.errors import AnothersInvitation, InvitationNotFound, SignInFirst
from quarterdeck.identity.invitations.event_types import INVITATION_ACCEPTED, INVITATION_CREATED, INVITATION_REVOKED
from quarterdeck.identity.invitations.types import LIFETIME, Acceptance, Invitation, InvitationPreview
from quarterdeck.identity.organizations.errors import AlreadyMember
from quarterdeck.identity.organizations.repository import membership, organization_named
from quarterdeck.identity.organizations.service import enrol, organization_seen_by
from quarterdeck.identity.roles import OrganizationRole
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.identity.sessions.issuer import SessionIssuer
from quarterdeck.identity.sessions.types import SignedIn
from quarterdeck.identity.users.allowlist import is_allowed
from quarterdeck.identity.users.errors import EmailNotAllowed
from quarterdeck.identity.users.passwords import Passwords
from quarterdeck.identity.users.repository import user_with_email, user_with_id
from quarterdeck.identity.users.service import create_user, hash_new_password
from quarterdeck.identity.users.types import NewUser, User
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.settings.security import AccountMakers
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

PREFIX = "qdi_"
"""By which a token is known, so that the log masks it."""


@dataclass(frozen=True, slots=True)
class AcceptRequest:
    """What the invited person sends. `caller` is who is signed in while they do, if anybody."""

    token: str
    name: str | None
    password: str | None
    origin: Origin
    caller: Caller | None


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
    if user is not None and await membership(session, organization_id, user.id) is not None:
        raise AlreadyMember
    moment, token = now(), PREFIX + new_secret()
    made = Invitation(new_id(), organization_id, email, role, caller.user_id, moment, moment + LIFETIME)
    await repository.add_invitation(session, made, secret_hash(token))
    await record_change(
        session,
        caller,
        INVITATION_CREATED,
        made.id,
        organization_id=organization_id,
        organization=organization_id,
        role=role,
    )
    return made, token


async def revoke(session: Session, caller: Caller, organization_id: str, invitation_id: str) -> None:
    """Withdraw an invitation; its link stops at once. Raises `InvitationNotFound`."""
    if not await repository.remove_invitation(session, organization_id, invitation_id):
        raise InvitationNotFound
    await record_change(
        session,
        caller,
        INVITATION_REVOKED,
        invitation_id,
        organization_id=organization_id,
        organization=organization_id,
    )


@dataclass(frozen=True, slots=True)
class InvitationAcceptance:
    """Shows invitations to who holds their link, and lets them join. `rule` is `INVITATIONS_MAKE_ACCOUNTS`."""

    database: Database
    passwords: Passwords
    sessions: SessionIssuer
    callers: CallerCache
    rule: AccountMakers
    allowlist: Collection[str]

    async def preview(self, session: Session, token: str) -> InvitationPreview:
        """Show an invitation to who holds its link. Raises `InvitationNotFound`."""
        found = await _open_invitation(session, token)
        name = await organization_named(session, found.organization_id)
        sign_in_first = not await self._makes_accounts(session, found)
        sign_in_first = sign_in_first or await user_with_email(session, found.email) is not None
        return InvitationPreview(name or "", found.email, found.role, found.expires_at, sign_in_first)

    async def accept(self, request: AcceptRequest) -> Acceptance:
        """Join; the link is used up in the same transaction, so that it works for exactly one.

        Raises:
            InvitationNotFound: the link is used, replaced, withdrawn, late, or its maker may no longer invite.
            SignInFirst, AnothersInvitation: nobody or somebody else is signed in, and the address has an account, or
                the inviter may make none; the answers are alike, so that no owner learns who has an account.
            EmailNotAllowed, WeakPassword, AlreadyMember: as named.
        """
        found, user = await self._invitation_and_account(request)
        hashed = None
        if user is None and request.password is not None:
            hashed = await hash_new_password(self.passwords, request.password, found.email)
        async with self.database.writing() as session:
            if not await repository.take_invitation(session, secret_hash(request.token), now()):
                raise InvitationNotFound
            joining, signed_in = (user, None) if user else await self._newcomer(session, found, request, hashed)
            return await self._join(session, found, joining, signed_in)

    async def _invitation_and_account(self, request: AcceptRequest) -> tuple[Invitation, User | None]:
        """Find what is accepted, and whose account it is for; a refusal is audited."""
        found: Invitation | None = None
        try:
            async with self.database.reading() as session:
                found = await _open_invitation(session, request.token)
                user = await user_with_email(session, found.email)
                makes_accounts = await self._makes_accounts(session, found)
            if user is not None or not makes_accounts:
                _check_caller(request.caller, user)
        except (InvitationNotFound, SignInFirst, AnothersInvitation):
            async with self.database.writing() as session:
                about = found.id if found else None
                await audit(session, request.caller, "invitation.accept", "invitation", about, "denied")
            raise
        return found, user

    async def _makes_accounts(self, session: Session, found: Invitation) -> bool:
        """Tell whether the inviter may make accounts now: anybody may own an organization, and invite any address."""
        if self.rule == "owners":
            return True
        inviter = await user_with_id(session, found.invited_by)
        return inviter is not None and inviter.role == "admin"

    async def _newcomer(
        self, session: Session, found: Invitation, request: AcceptRequest, hashed: str | None
    ) -> tuple[User, SignedIn]:
        new = NewUser(found.email, request.name or found.email, "user", hashed)
        user = await create_user(session, None, new, self.allowlist)
        return user, await self.sessions.begin_console(session, user.id, request.origin, "link")

    async def _join(self, session: Session, found: Invitation, user: User, signed_in: SignedIn | None) -> Acceptance:
        joiner = Caller(user.id, user.role, frozenset(), "session", signed_in.session_id if signed_in else "")
        await enrol(session, self.callers, joiner, found.organization_id, user.id, role=found.role)
        await record_change(
            session,
            joiner,
            INVITATION_ACCEPTED,
            found.id,
            organization_id=found.organization_id,
            data={"user_id": user.id},
            organization=found.organization_id,
            invited_by=found.invited_by,
        )
        return Acceptance(user.id, found.organization_id, found.role, signed_in)


async def _open_invitation(session: Session, token: str) -> Invitation:
    found = await repository.invitation_with_token(session, secret_hash(token), now())
    if found is None:
        raise InvitationNotFound
    return found


def _check_caller(caller: Caller | None, user: User | None) -> None:
    """Let in the person whose account it is: no key of theirs, and nobody else."""
    if caller is None:
        raise SignInFirst
    if user is None or caller.user_id != user.id or not caller.is_person:
        raise AnothersInvitation
