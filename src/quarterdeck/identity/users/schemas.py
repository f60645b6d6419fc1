"""Accounts on the wire."""

from typing import Annotated

from pydantic import Field

from quarterdeck.identity.roles import Role
from quarterdeck.identity.users.emails import Email
from quarterdeck.infra.web.schema import Name, ResponseModel, StrictModel, UtcDateTime
from quarterdeck.infra.web.versions import ExpectedVersion

Password = Annotated[str, Field(min_length=1, max_length=1024, examples=["four plain words will do"])]
"""Bounded only against abuse; the rules for new passwords answer with their own words."""


class UserOut(ResponseModel):
    id: str
    email: str = Field(examples=["ada@example.com"])
    name: str = Field(examples=["Ada Lovelace"])
    role: Role
    disabled_at: UtcDateTime | None = Field(description="When the account was disabled; null while it is active")
    created_at: UtcDateTime
    updated_at: UtcDateTime
    version: int


class UserIn(StrictModel):
    email: Email = Field(examples=["ada@example.com"])
    name: Name = Field(examples=["Ada Lovelace"])
    role: Role = "user"
    password: Password | None = Field(
        default=None, description="Without one, the person signs in by a one-time link made on the server"
    )


class UserPatch(StrictModel):
    name: Name | None = None
    email: Email | None = None
    role: Role | None = None
    disabled: bool | None = None
    password: Password | None = None
    expected_version: ExpectedVersion = None


class MePatch(StrictModel):
    name: Name
    expected_version: ExpectedVersion = None


class PasswordChange(StrictModel):
    current_password: Password | None = None
    new_password: Password
