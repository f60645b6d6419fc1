"""Which account a proven identity belongs to, who may get a new one, and how a person links and unlinks identities."""

from collections.abc import Collection
from dataclasses import dataclass

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.invitations.repository import is_invited
from quarterdeck.identity.providers import repository
from quarterdeck.identity.providers.errors import (
    AccountDisabled,
    AccountExists,
    EmailNotVerified,
    IdentityNotFound,
    IdentityTaken,
    LastWayIn,
    LinkInterrupted,
    SignUpNotAllowed,
)
from quarterdeck.identity.providers.event_types import IDENTITY_LINKED, IDENTITY_UNLINKED
from quarterdeck.identity.providers.types import Flow, LinkedIdentity, Profile
from quarterdeck.identity.sessions.repository import living_owner
from quarterdeck.identity.users import repository as accounts
from quarterdeck.identity.users.allowlist import is_allowed
from quarterdeck.identity.users.repository import password_hash_of
from quarterdeck.identity.users.service import create_user, existing_user
from quarterdeck.identity.users.types import NewUser, User
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.database.locks import PROVIDER_IDENTITIES, one_at_a_time
from quarterdeck.infra.event_log import publish
from quarterdeck.infra.settings.providers import SignUp
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id


@dataclass(frozen=True, slots=True)
class ProviderAccounts:
    """Finds and makes accounts by proven identities. `known` are the names of the providers that are set up now."""

    database: Database
    known: Collection[str]
    sign_up: SignUp
    allowlist: Collection[str]

    async def account_of(self, session: Session, provider: str, profile: Profile) -> User:
        """Return the account that this identity signs in to, made now where the rule allows it.

        Raises:
            AccountDisabled, EmailNotVerified, AccountExists, SignUpNotAllowed, EmailNotAllowed: as named.
        """
        known = await repository.known_identity(session, profile.issuer, profile.subject)
        if known is None:
            await one_at_a_time(
                session, PROVIDER_IDENTITIES
            )  # of first sign-ins at once, the others find what one made
            known = await repository.known_identity(session, profile.issuer, profile.subject)
        if known is None:
            user = await self._new_account(session, profile)
            await add_identity(session, provider, profile, user.id)
            return user
        user = await existing_user(session, known.user_id)
        if user.disabled_at is not None:
            raise AccountDisabled
        await repository.note_identity_used(session, known.id, profile.email, now())
        return user

    async def link(self, flow: Flow, profile: Profile) -> None:
        """Add a proven identity to the account whose person asked for it and is still signed in.

        No e-mail address matters here: the person proved both the account and the identity.

        Raises:
            LinkInterrupted, IdentityTaken: as named.
        """
        user_id = flow.user_id or ""
        async with self.database.writing() as session:
            await one_at_a_time(session, PROVIDER_IDENTITIES)
            if await living_owner(session, flow.session_id or "", now()) != user_id:
                raise LinkInterrupted
            known = await repository.known_identity(session, profile.issuer, profile.subject)
            if known is None:
                await add_identity(session, flow.provider, profile, user_id)
            elif known.user_id != user_id:
                raise IdentityTaken

    async def unlink(self, session: Session, caller: Caller, identity_id: str) -> None:
        """Take a way in away. Raises `IdentityNotFound` for anybody else's, `LastWayIn`."""
        await one_at_a_time(session, PROVIDER_IDENTITIES)
        own = await repository.identities_of(session, caller.user_id)
        if identity_id not in {each.id for each in own}:
            raise IdentityNotFound
        others = [each for each in own if each.id != identity_id and each.provider in self.known]
        if not others and await password_hash_of(session, caller.user_id) is None:
            raise LastWayIn
        await repository.remove_identity(session, identity_id, caller.user_id)
        await audit(session, caller, "identity.unlink", "user", caller.user_id, identity_id=identity_id)
        publish(session, IDENTITY_UNLINKED, identity_id, user_id=caller.user_id, actor_id=caller.user_id)

    async def _new_account(self, session: Session, profile: Profile) -> User:
        """Make an account, which is never an administrator's."""
        email = profile.email
        if email is None or not profile.email_verified:
            raise EmailNotVerified
        if await accounts.user_with_email(session, email) is not None:
            raise AccountExists
        if not await self._may_sign_up(session, email):
            raise SignUpNotAllowed
        return await create_user(session, None, NewUser(email, profile.name, "user", None), self.allowlist)

    async def _may_sign_up(self, session: Session, email: str) -> bool:
        """Tell whether `PROVIDER_SIGN_UP` lets somebody have an account who proved this address to be theirs."""
        if self.sign_up == "anyone":
            return True
        if self.sign_up == "invited":
            return await is_invited(session, email, now())
        return bool(self.allowlist) and is_allowed(email, self.allowlist)


async def add_identity(session: Session, provider: str, profile: Profile, user_id: str) -> LinkedIdentity:
    moment = now()
    new = LinkedIdentity(new_id(), user_id, provider, profile.issuer, profile.subject, profile.email, moment, moment)
    await repository.add_identity(session, new)
    await audit(session, None, "identity.link", "user", user_id, provider=provider, identity_id=new.id)
    publish(session, IDENTITY_LINKED, new.id, user_id=user_id, actor_id=user_id, data={"provider": provider})
    return new
