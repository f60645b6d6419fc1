"""Accounts, for administrators. Keys and connected programs read them; only a signed-in person changes them."""

from quarterdeck.identity.users import repository, service
from quarterdeck.identity.users.deps import AccountsDep, PatchVersion, ReadyChange, ReadyUser, UserFilterDep
from quarterdeck.identity.users.schemas import UserOut
from quarterdeck.identity.users.types import User
from quarterdeck.identity.web import UsersReader, UsersWriter
from quarterdeck.infra.web.deps import ReadSession, SettingsDep, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.infra.web.versions import IfMatch
from quarterdeck.kit.pages import Page

router = DeckRouter(prefix="/users", tags=["users"])


@router.get("", response_model=ListOf[UserOut], summary="List accounts")
async def list_users(_caller: UsersReader, page: PageDep, wanted: UserFilterDep, session: ReadSession) -> Page[User]:
    return await repository.page_of_users(session, page, wanted)


@router.post("", status_code=201, response_model=UserOut, summary="Make an account")
async def create_user(caller: UsersWriter, new: ReadyUser, settings: SettingsDep, session: WriteSession) -> User:
    """Only a signed-in administrator changes accounts, not an API key or a connected program; those may read them."""
    return await service.create_user(session, caller, new, settings.security.user_whitelist)


@router.get("/{user_id}", response_model=UserOut, summary="Read an account")
async def read_user(_caller: UsersReader, user_id: Identifier, session: ReadSession) -> User:
    return await service.existing_user(session, user_id)


@router.patch("/{user_id}", response_model=UserOut, summary="Change or disable an account")
async def update_user(
    *,
    caller: UsersWriter,
    user_id: Identifier,
    change: ReadyChange,
    in_body: PatchVersion,
    in_header: IfMatch,
    accounts: AccountsDep,
    session: WriteSession,
) -> User:
    """Disabling ends the account's sessions, and its keys stop working at once."""
    return await accounts.change(session, caller, user_id, change, in_body, in_header)


@router.delete("/{user_id}", status_code=204, summary="Remove an account")
async def delete_user(caller: UsersWriter, user_id: Identifier, accounts: AccountsDep, session: WriteSession) -> None:
    """Removes its sessions, API keys and memberships with it. The audit log keeps what it did."""
    await accounts.delete(session, caller, user_id)
