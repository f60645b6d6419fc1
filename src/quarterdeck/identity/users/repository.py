"""Every question about accounts."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Boolean, Row, and_, bindparam, delete, func, insert, select, update

from quarterdeck.identity.users.models import users
from quarterdeck.identity.users.types import NewUser, User, UserFilter
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing, columns_of
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.pages import Page, PageRequest

COLUMNS = columns_of(users, "id", "email", "name", "role", "disabled_at", "created_at", "updated_at", "version")

_USERS = Listing(
    COLUMNS,
    users,
    users.c.id,
    filters={
        "role": users.c.role == bindparam("role"),
        "disabled": users.c.disabled_at.is_not(None) == bindparam("disabled", type_=Boolean),
        "email": users.c.email == bindparam("email"),
    },
)
_BY_ID = select(*COLUMNS).where(users.c.id == bindparam("user_id"))
_BY_EMAIL = select(*COLUMNS).where(users.c.email == bindparam("email"))
_PASSWORD = select(users.c.password_hash).where(users.c.id == bindparam("user_id"))
# Held where the database can: a new password waits, and then ends the session that has just begun.
_PASSWORD_HELD = _PASSWORD.where(users.c.disabled_at.is_(None)).with_for_update(read=True)
_OTHER_ADMINS = select(func.count()).where(
    users.c.role == "admin", users.c.disabled_at.is_(None), users.c.id != bindparam("user_id")
)


def user_from(row: Row[Any]) -> User:
    return User(*tuple(row)[: len(COLUMNS)])


async def user_with_id(session: Session, user_id: str) -> User | None:
    row = await session.row(_BY_ID, {"user_id": user_id})
    return user_from(row) if row else None


async def user_with_email(session: Session, email: str) -> User | None:
    row = await session.row(_BY_EMAIL, {"email": email})
    return user_from(row) if row else None


async def password_hash_of(session: Session, user_id: str) -> str | None:
    kept: str | None = await session.scalar(_PASSWORD, {"user_id": user_id})
    return kept


async def may_still_sign_in(session: Session, user_id: str, verified: str | None) -> bool:
    """Tell whether the hash `verified` is still the account's, and hold it so until the transaction ends."""
    kept: str | None = await session.scalar(_PASSWORD_HELD, {"user_id": user_id})
    return kept is not None and kept == verified


async def count_other_active_admins(session: Session, user_id: str) -> int:
    return int(await session.scalar(_OTHER_ADMINS, {"user_id": user_id}))


async def any_admin(session: Session) -> User | None:
    """Return the longest-standing active administrator."""
    active = select(*COLUMNS).where(users.c.role == "admin", users.c.disabled_at.is_(None))
    row = await session.row(active.order_by(users.c.id).limit(1))
    return user_from(row) if row else None


async def page_of_users(session: Session, request: PageRequest, wanted: UserFilter) -> Page[User]:
    return await _USERS.page(session, request, user_from, asdict(wanted))


async def add_user(session: Session, new: NewUser) -> User:
    moment = now()
    user = User(new_id(), new.email, new.name, new.role, None, moment, moment, 1)
    await session.run(insert(users), asdict(user) | {"password_hash": new.password_hash})
    return user


async def change_user(session: Session, user: User, values: Mapping[str, Any]) -> bool:
    """Write `values` over `user`; false when somebody else changed the row since it was read."""
    unchanged = and_(users.c.id == user.id, users.c.version == user.version)
    statement = update(users).where(unchanged).values(**values, version=user.version + 1, updated_at=now())
    return await session.run(statement) == 1


async def remove_user(session: Session, user_id: str) -> None:
    await session.run(delete(users).where(users.c.id == user_id))
