"""The rules of accounts."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.exc import IntegrityError

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.oauth_server.grants.service import end_grants
from quarterdeck.identity.providers.repository import remove_login_tickets_of
from quarterdeck.identity.runtime import Identity
from quarterdeck.identity.sessions.repository import end_sessions_except, session_with_id
from quarterdeck.identity.sessions.types import LINK_LIFETIME
from quarterdeck.identity.users import repository
from quarterdeck.identity.users.allowlist import is_allowed
from quarterdeck.identity.users.errors import (
    EmailNotAllowed,
    EmailTaken,
    LastAdministrator,
    UserNotFound,
    WeakPassword,
    WrongPassword,
)
from quarterdeck.identity.users.passwords import password_problem
from quarterdeck.identity.users.types import NewUser, User, UserChange
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.locks import ADMINISTRATORS, one_at_a_time
from quarterdeck.infra.event_log import emit
from quarterdeck.infra.web.versions import StaleVersion, check_version
from quarterdeck.kit.clock import now


async def hash_new_password(identity: Identity, password: str, email: str, field: str = "password") -> str:
    """Check a new password against the rules and hash it; slow, so never inside a transaction."""
    problem = password_problem(password, email=email)
    if problem is not None:
        raise WeakPassword(problem, field)
    return await identity.passwords.hash(password)


async def create_user(session: Session, caller: Caller | None, new: NewUser, allowlist: Iterable[str]) -> User:
    """Make an account. Raises `EmailNotAllowed`, `EmailTaken`."""
    if not is_allowed(new.email, allowlist):
        raise EmailNotAllowed
    if await repository.user_with_email(session, new.email) is not None:
        raise EmailTaken
    try:
        user = await repository.add_user(session, new)
    except IntegrityError:  # somebody was quicker between the question and the act
        raise EmailTaken from None
    await audit(session, caller, "user.create", "user", user.id, role=user.role)
    _tell(session, caller, "user.created", user.id, role=user.role)
    return user


async def change_user(
    session: Session,
    identity: Identity,
    caller: Caller,
    user_id: str,
    change: UserChange,
    *expected_versions: int | None,
) -> User:
    """Change an account as an administrator may.

    Disabling and a new password end all sessions of the account, and with a new role too what it granted to
    programs; rights follow within the request.

    Raises:
        UserNotFound, EmailTaken, LastAdministrator, EmailNotAllowed, StaleVersion: as named.
    """
    user = await existing_user(session, user_id)
    check_version(user.version, *expected_versions)
    if change.email is not None and not is_allowed(change.email, identity.settings.security.user_whitelist):
        raise EmailNotAllowed
    values = _changed_values(user, change)
    if user.role == "admin" and (values.get("role", "admin") != "admin" or values.get("disabled_at")):
        await _keep_an_administrator(session, user.id)
    await _write(session, user, values)
    if values.get("disabled_at") or "password_hash" in values:
        await _end_everything(session, user.id)
    if "role" in values:
        await end_grants(session, user.id)
    await audit(session, caller, "user.update", "user", user.id, fields=sorted(values))
    _tell(session, caller, "user.updated", user.id, fields=sorted(values))
    session.after_commit(identity.callers.forget)
    return await existing_user(session, user_id)


async def delete_user(session: Session, identity: Identity, caller: Caller, user_id: str) -> None:
    """Remove an account with its sessions, keys and memberships. Raises `UserNotFound`, `LastAdministrator`."""
    user = await existing_user(session, user_id)
    if user.role == "admin":
        await _keep_an_administrator(session, user.id)
    await repository.remove_user(session, user.id)
    await audit(session, caller, "user.delete", "user", user.id)
    _tell(session, caller, "user.deleted", user.id)
    session.after_commit(identity.callers.forget)


async def change_own_password(identity: Identity, caller: Caller, current: str | None, new: str) -> None:
    """Change the caller's password and end their other sessions and what they granted; API keys go on.

    The current password proves that it is them, or a sign-in link that they have just used.

    Raises:
        WrongPassword, WeakPassword: as named.
    """
    async with identity.database.reading() as session:
        user = await existing_user(session, caller.user_id)
        kept = await repository.password_hash_of(session, caller.user_id)
        by_link = kept is None or await _came_by_link(session, caller)
    if not by_link and not await identity.passwords.verify(current or "", kept):
        async with identity.database.writing() as session:
            await audit(session, caller, "password.change", "user", caller.user_id, "failure")
        raise WrongPassword
    hashed = await hash_new_password(identity, new, user.email, "new_password")
    async with identity.database.writing() as session:
        await set_own_password(session, identity, caller, hashed)


async def set_own_password(session: Session, identity: Identity, caller: Caller, hashed: str) -> None:
    """Write a password that the caller proved to be theirs to choose; nothing but their present session goes on."""
    await _write(session, await existing_user(session, caller.user_id), {"password_hash": hashed})
    await _end_everything(session, caller.user_id, kept=caller.credential_id)
    await audit(session, caller, "password.change", "user", caller.user_id)
    about = ("user", caller.user_id)
    emit(session, "password.changed", subject=about, user_id=caller.user_id, actor_id=caller.user_id)
    session.after_commit(identity.callers.forget)


async def rename_self(session: Session, caller: Caller, name: str, *expected_versions: int | None) -> User:
    user = await existing_user(session, caller.user_id)
    check_version(user.version, *expected_versions)
    await _write(session, user, {"name": name})
    await audit(session, caller, "user.update", "user", user.id, fields=["name"])
    _tell(session, caller, "user.updated", user.id, fields=["name"])
    return await existing_user(session, user.id)


def _tell(session: Session, caller: Caller | None, event_type: str, user_id: str, **data: Any) -> None:
    """Tell administrators."""
    actor_id = caller.user_id if caller else None
    emit(session, event_type, subject=("user", user_id), scope="users:manage", actor_id=actor_id, data=data)


async def existing_user(session: Session, user_id: str) -> User:
    user = await repository.user_with_id(session, user_id)
    if user is None:
        raise UserNotFound
    return user


async def _came_by_link(session: Session, caller: Caller) -> bool:
    stay = await session_with_id(session, caller.credential_id)
    return stay is not None and stay.proof == "link" and now() - stay.created_at < LINK_LIFETIME


async def _end_everything(session: Session, user_id: str, kept: str = "") -> None:
    """End what lets somebody act as this user without proving anew who they are, but for the session `kept`."""
    await end_sessions_except(session, user_id, kept, now())
    await end_grants(session, user_id)
    await remove_login_tickets_of(session, user_id)


async def _write(session: Session, user: User, values: dict[str, Any]) -> None:
    try:
        written = await repository.change_user(session, user, values)
    except IntegrityError:
        raise EmailTaken from None
    if not written:
        raise StaleVersion


async def _keep_an_administrator(session: Session, leaving: str) -> None:
    await one_at_a_time(session, ADMINISTRATORS)
    if await repository.count_other_active_admins(session, leaving) == 0:
        raise LastAdministrator


def _changed_values(user: User, change: UserChange) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "name": change.name,
        "email": change.email,
        "role": change.role,
        "password_hash": change.password_hash,
    }
    values = {column: value for column, value in wanted.items() if value is not None}
    if change.disabled is not None and change.disabled != (user.disabled_at is not None):
        values["disabled_at"] = now() if change.disabled else None
    return values
