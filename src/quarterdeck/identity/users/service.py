"""The rules of accounts that concern nobody's access; for the others see `accounts`."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.exc import IntegrityError

from quarterdeck.identity.audit.changes import record_change
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.users import repository
from quarterdeck.identity.users.allowlist import is_allowed
from quarterdeck.identity.users.errors import EmailNotAllowed, EmailTaken, UserNotFound, WeakPassword
from quarterdeck.identity.users.event_types import USER_CREATED, USER_UPDATED
from quarterdeck.identity.users.passwords import Passwords, password_problem
from quarterdeck.identity.users.types import NewUser, User
from quarterdeck.infra.database import Session
from quarterdeck.infra.web.versions import StaleVersion, check_version


async def hash_new_password(passwords: Passwords, password: str, email: str, field: str = "password") -> str:
    """Check a new password against the rules and hash it; slow, so never inside a transaction.

    Raises:
        WeakPassword: it breaks a rule; `field` is where it stood in the request.
    """
    problem = password_problem(password, email=email)
    if problem is not None:
        raise WeakPassword(problem, field)
    return await passwords.hash(password)


async def create_user(session: Session, caller: Caller | None, new: NewUser, allowlist: Collection[str]) -> User:
    """Make an account. Raises `EmailNotAllowed`, `EmailTaken`."""
    if not is_allowed(new.email, allowlist):
        raise EmailNotAllowed
    if await repository.user_with_email(session, new.email) is not None:
        raise EmailTaken
    try:
        user = await repository.add_user(session, new)
    except IntegrityError:  # somebody was quicker between the question and the act
        raise EmailTaken from None
    await record_change(session, caller, USER_CREATED, user.id, data={"role": user.role}, role=user.role)
    return user


async def rename_self(session: Session, caller: Caller, name: str, *expected_versions: int | None) -> User:
    user = await existing_user(session, caller.user_id)
    check_version(user.version, *expected_versions)
    await write_user(session, user, {"name": name})
    await record_change(session, caller, USER_UPDATED, user.id, data={"fields": ["name"]}, fields=["name"])
    return await existing_user(session, user.id)


async def existing_user(session: Session, user_id: str) -> User:
    user = await repository.user_with_id(session, user_id)
    if user is None:
        raise UserNotFound
    return user


async def write_user(session: Session, user: User, values: dict[str, Any]) -> None:
    """Write `values` over the account as it was read. Raises `EmailTaken`, `StaleVersion`."""
    try:
        written = await repository.change_user(session, user, values)
    except IntegrityError:
        raise EmailTaken from None
    if not written:
        raise StaleVersion
