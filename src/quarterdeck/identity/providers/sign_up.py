"""Which account a proven identity belongs to, and who may get a new one. An e-mail address links nothing by itself."""

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.invitations.repository import is_invited
from quarterdeck.identity.providers import repository
from quarterdeck.identity.providers.errors import AccountDisabled, AccountExists, EmailNotVerified, SignUpNotAllowed
from quarterdeck.identity.providers.types import LinkedIdentity, Profile
from quarterdeck.identity.runtime import Identity
from quarterdeck.identity.users import repository as accounts
from quarterdeck.identity.users.allowlist import is_allowed
from quarterdeck.identity.users.service import create_user, existing_user
from quarterdeck.identity.users.types import NewUser, User
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.locks import PROVIDER_IDENTITIES, one_at_a_time
from quarterdeck.infra.event_log import emit
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id


async def account_of(session: Session, identity: Identity, provider: str, profile: Profile) -> User:
    """Return the account that this identity signs in to, made now where the rule allows it.

    Raises:
        AccountDisabled, EmailNotVerified, AccountExists, SignUpNotAllowed, EmailNotAllowed: as named.
    """
    known = await repository.known_identity(session, profile.issuer, profile.subject)
    if known is None:
        await one_at_a_time(session, PROVIDER_IDENTITIES)  # of first sign-ins at once, the others find what one made
        known = await repository.known_identity(session, profile.issuer, profile.subject)
    if known is None:
        user = await _new_account(session, identity.settings, profile)
        await add_identity(session, provider, profile, user.id)
        return user
    user = await existing_user(session, known.user_id)
    if user.disabled_at is not None:
        raise AccountDisabled
    await repository.note_identity_used(session, known.id, profile.email, now())
    return user


async def may_sign_up(session: Session, settings: Settings, email: str) -> bool:
    """Tell whether `PROVIDER_SIGN_UP` lets somebody have an account who proved this canonical address to be theirs."""
    rule, listed = settings.providers.provider_sign_up, settings.security.user_whitelist
    if rule == "anyone":
        return True
    if rule == "invited":
        return await is_invited(session, email, now())
    return bool(listed) and is_allowed(email, listed)


async def add_identity(session: Session, provider: str, profile: Profile, user_id: str) -> LinkedIdentity:
    moment = now()
    new = LinkedIdentity(new_id(), user_id, provider, profile.issuer, profile.subject, profile.email, moment, moment)
    await repository.add_identity(session, new)
    await audit(session, None, "identity.link", "user", user_id, provider=provider, identity_id=new.id)
    about = {"provider": provider}
    emit(session, "identity.linked", subject=("identity", new.id), user_id=user_id, actor_id=user_id, data=about)
    return new


async def _new_account(session: Session, settings: Settings, profile: Profile) -> User:
    """Make an account, which is never an administrator's."""
    email = profile.email
    if email is None or not profile.email_verified:
        raise EmailNotVerified
    if await accounts.user_with_email(session, email) is not None:
        raise AccountExists
    if not await may_sign_up(session, settings, email):
        raise SignUpNotAllowed
    new = NewUser(email, profile.name, "user", None)
    return await create_user(session, None, new, settings.security.user_whitelist)
