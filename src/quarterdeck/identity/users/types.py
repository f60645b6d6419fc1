"""What an account looks like outside its table."""

from dataclasses import dataclass
from datetime import datetime

from quarterdeck.identity.roles import Role


@dataclass(frozen=True, slots=True)
class User:
    id: str
    email: str
    name: str
    role: Role
    disabled_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account to be made; `email` is canonical, `password_hash` is absent until the person sets a password."""

    email: str
    name: str
    role: Role
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class UserFilter:
    role: Role | None = None
    disabled: bool | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class UserChange:
    """What an administrator may change; `None` leaves a field as it is."""

    name: str | None = None
    email: str | None = None
    role: Role | None = None
    disabled: bool | None = None
    password_hash: str | None = None
