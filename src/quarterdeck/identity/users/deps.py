"""What the account routes ask for. Passwords are hashed here, before the transaction opens."""

from typing import Annotated

from fastapi import Depends, Query

from quarterdeck.identity.roles import Role
from quarterdeck.identity.users.accounts import Accounts
from quarterdeck.identity.users.emails import Email
from quarterdeck.identity.users.passwords import Passwords
from quarterdeck.identity.users.schemas import UserIn, UserPatch
from quarterdeck.identity.users.service import hash_new_password
from quarterdeck.identity.users.types import NewUser, UserChange, UserFilter
from quarterdeck.infra.web.deps import part

AccountsDep = Annotated[Accounts, Depends(part("identity.accounts"))]
PasswordsDep = Annotated[Passwords, Depends(part("passwords"))]


async def ready_user(new: UserIn, passwords: PasswordsDep) -> NewUser:
    hashed = await hash_new_password(passwords, new.password, new.email) if new.password else None
    return NewUser(new.email, new.name, new.role, hashed)


async def ready_change(patch: UserPatch, passwords: PasswordsDep) -> UserChange:
    hashed = await hash_new_password(passwords, patch.password, patch.email or "") if patch.password else None
    return UserChange(patch.name, patch.email, patch.role, patch.disabled, hashed)


async def expected_version(patch: UserPatch) -> int | None:
    return patch.expected_version


async def user_filter(
    role: Annotated[Role | None, Query(description="Only this role")] = None,
    disabled: Annotated[bool | None, Query(description="Only disabled, or only active accounts")] = None,
    email: Annotated[Email | None, Query(description="Exactly this address")] = None,
) -> UserFilter:
    return UserFilter(role, disabled, email)


ReadyUser = Annotated[NewUser, Depends(ready_user)]
ReadyChange = Annotated[UserChange, Depends(ready_change)]
PatchVersion = Annotated[int | None, Depends(expected_version)]
UserFilterDep = Annotated[UserFilter, Depends(user_filter)]
