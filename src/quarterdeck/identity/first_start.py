"""The first administrator and the first organization, made when there are none."""

from dataclasses import dataclass

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.organizations.repository import add_member, add_organization, count_organizations
from quarterdeck.identity.organizations.schemas import OrganizationSettings
from quarterdeck.identity.sessions.service import make_sign_in_link
from quarterdeck.identity.users import repository
from quarterdeck.identity.users.emails import canonical_email
from quarterdeck.identity.users.passwords import Passwords
from quarterdeck.identity.users.service import hash_new_password
from quarterdeck.identity.users.types import NewUser
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.database.locks import ADMINISTRATORS, one_at_a_time
from quarterdeck.infra.settings.security import SecuritySettings
from quarterdeck.kit.errors import Invalid

WITHOUT_EMAIL = "admin@localhost"
FIRST_ORGANIZATION = "My organization"


class BadAdminEmail(Invalid):
    message = "ADMIN_EMAIL is not an e-mail address"


@dataclass(frozen=True, slots=True)
class FirstAdmin:
    """Who administers this server, and whether they were made just now."""

    user_id: str
    created: bool


async def ensure_first_admin(database: Database, passwords: Passwords, security: SecuritySettings) -> FirstAdmin:
    """Make an administrator and an organization unless there are some; several processes may try at once.

    Raises:
        BadAdminEmail, WeakPassword: what `ADMIN_EMAIL` and `ADMIN_PASSWORD` say cannot be used.
    """
    async with database.reading() as session:
        admin = await repository.any_admin(session)
    if admin is not None:
        return FirstAdmin(admin.id, created=False)
    new = await _from_settings(passwords, security)
    async with database.writing() as session:
        await one_at_a_time(session, ADMINISTRATORS)
        admin = await repository.any_admin(session)
        return FirstAdmin(admin.id, created=False) if admin else await _make(session, new)


async def first_sign_in_link(database: Database, passwords: Passwords, security: SecuritySettings) -> str | None:
    """Return the token of a fresh sign-in link while the first administrator has no password, else `None`."""
    admin = await ensure_first_admin(database, passwords, security)
    async with database.writing() as session:
        if await repository.password_hash_of(session, admin.user_id) is not None:
            return None
        return await make_sign_in_link(session, None, admin.user_id)


async def _from_settings(passwords: Passwords, security: SecuritySettings) -> NewUser:
    try:
        email = canonical_email(security.admin_email or WITHOUT_EMAIL)
    except ValueError:
        raise BadAdminEmail from None
    password = security.admin_password.get_secret_value()
    hashed = await hash_new_password(passwords, password, email, "ADMIN_PASSWORD") if password else None
    return NewUser(email, "Administrator", "admin", hashed)


async def _make(session: Session, new: NewUser) -> FirstAdmin:
    admin = await repository.add_user(session, new)
    await audit(session, None, "user.create", "user", admin.id, role="admin")
    if await count_organizations(session) == 0:
        made = await add_organization(session, FIRST_ORGANIZATION, "", OrganizationSettings().model_dump())
        await add_member(session, made.id, admin.id, "owner")
        await audit(session, None, "organization.create", "organization", made.id)
    return FirstAdmin(admin.id, created=True)
