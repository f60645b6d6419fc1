"""Changes of an account that end what it could do before: disabling, removal, another role, a new password."""

from collections.abc import Collection, Sequence
from typing import Any

from quarterdeck.identity.audit.changes import record_change
from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.users import repository
from quarterdeck.identity.users.allowlist import is_allowed
from quarterdeck.identity.users.end_access import AccountChange, EndAccess, RecentProof
from quarterdeck.identity.users.errors import EmailNotAllowed, LastAdministrator, WrongPassword
from quarterdeck.identity.users.event_types import PASSWORD_CHANGED, USER_DELETED, USER_UPDATED
from quarterdeck.identity.users.passwords import Passwords
from quarterdeck.identity.users.service import existing_user, hash_new_password, write_user
from quarterdeck.identity.users.types import User, UserChange
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.database.locks import ADMINISTRATORS, one_at_a_time
from quarterdeck.infra.web.versions import check_version
from quarterdeck.kit.clock import now


class Accounts:
    """Changes accounts. `end_access` are the hooks of the slices that let an account act; `proven` is of sessions."""

    def __init__(
        self,
        database: Database,
        passwords: Passwords,
        callers: CallerCache,
        allowlist: Collection[str],
        end_access: Sequence[EndAccess],
        proven: RecentProof,
    ) -> None:
        self._database, self._passwords, self._callers = database, passwords, callers
        self._allowlist, self._end_access, self._proven = allowlist, end_access, proven

    async def change(
        self, session: Session, caller: Caller, user_id: str, change: UserChange, *expected_versions: int | None
    ) -> User:
        """Change an account as an administrator may.

        Disabling and a new password end all sessions of the account, and with a new role too what it granted to
        programs; rights follow within the request.

        Raises:
            UserNotFound, EmailTaken, LastAdministrator, EmailNotAllowed, StaleVersion: as named.
        """
        user = await existing_user(session, user_id)
        check_version(user.version, *expected_versions)
        if change.email is not None and not is_allowed(change.email, self._allowlist):
            raise EmailNotAllowed
        values = _changed_values(user, change)
        if user.role == "admin" and (values.get("role", "admin") != "admin" or values.get("disabled_at")):
            await _keep_an_administrator(session, user.id)
        await write_user(session, user, values)
        if values.get("disabled_at") or "password_hash" in values:
            await self._end(session, user.id, "credentials")
        if "role" in values:
            await self._end(session, user.id, "role")
        fields = sorted(values)
        await record_change(session, caller, USER_UPDATED, user.id, data={"fields": fields}, fields=fields)
        session.after_commit(self._callers.forget)
        return await existing_user(session, user_id)

    async def delete(self, session: Session, caller: Caller, user_id: str) -> None:
        """Remove an account with its sessions, keys and memberships. Raises `UserNotFound`, `LastAdministrator`."""
        user = await existing_user(session, user_id)
        if user.role == "admin":
            await _keep_an_administrator(session, user.id)
        await repository.remove_user(session, user.id)
        await record_change(session, caller, USER_DELETED, user.id)
        session.after_commit(self._callers.forget)

    async def change_own_password(self, caller: Caller, current: str | None, new: str) -> None:
        """Change the caller's password and end their other sessions and what they granted; API keys go on.

        The current password proves that it is them, or a sign-in link that they have just used.

        Raises:
            WrongPassword, WeakPassword: as named.
        """
        async with self._database.reading() as session:
            user = await existing_user(session, caller.user_id)
            kept = await repository.password_hash_of(session, caller.user_id)
            proven = kept is None or await self._proven(session, caller)
        if not proven and not await self._passwords.verify(current or "", kept):
            async with self._database.writing() as session:
                await audit(session, caller, "password.change", "user", caller.user_id, "failure")
            raise WrongPassword
        hashed = await hash_new_password(self._passwords, new, user.email, "new_password")
        async with self._database.writing() as session:
            await self.set_own_password(session, caller, hashed)

    async def set_own_password(self, session: Session, caller: Caller, hashed: str) -> None:
        """Write a password that the caller proved to be theirs to choose; nothing but their present session goes on."""
        await write_user(session, await existing_user(session, caller.user_id), {"password_hash": hashed})
        await self._end(session, caller.user_id, "credentials", kept=caller.credential_id)
        await record_change(session, caller, PASSWORD_CHANGED, caller.user_id, user_id=caller.user_id)
        session.after_commit(self._callers.forget)

    async def _end(self, session: Session, user_id: str, change: AccountChange, *, kept: str = "") -> None:
        for end_access in self._end_access:
            await end_access(session, user_id, change, kept=kept)


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
