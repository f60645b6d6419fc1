"""A person's own account."""

from pydantic import Field

from quarterdeck.identity.caller import Caller, CredentialKind
from quarterdeck.identity.roles import OrganizationRole, Scope
from quarterdeck.identity.users import service
from quarterdeck.identity.users.deps import AccountsDep
from quarterdeck.identity.users.repository import password_hash_of
from quarterdeck.identity.users.schemas import MePatch, PasswordChange, UserOut
from quarterdeck.identity.users.types import User
from quarterdeck.identity.web import SecretChanger, SignedInCaller, SignedInPerson
from quarterdeck.infra.database import Session
from quarterdeck.infra.web.deps import ReadSession, WriteSession
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.versions import IfMatch

router = DeckRouter(prefix="/auth/me", tags=["authentication"])


class MeOut(UserOut):
    scopes: list[Scope] = Field(description="What this credential may do now")
    credential: CredentialKind
    organizations: dict[str, OrganizationRole] = Field(description="Role by organization id")
    must_set_password: bool = Field(description="Whether the account has no password yet")


@router.get("", summary="Who am I, and what may I do")
async def read_me(caller: SignedInCaller, session: ReadSession) -> MeOut:
    return await _me(session, await service.existing_user(session, caller.user_id), caller)


@router.patch("", summary="Change my name")
async def update_me(caller: SignedInPerson, patch: MePatch, version: IfMatch, session: WriteSession) -> MeOut:
    renamed = await service.rename_self(session, caller, patch.name, patch.expected_version, version)
    return await _me(session, renamed, caller)


@router.post("/password", status_code=204, summary="Change my password")
async def change_my_password(caller: SecretChanger, change: PasswordChange, accounts: AccountsDep) -> None:
    """The current password is needed, unless there is none yet or a sign-in link was used in the last 15 minutes.

    Ends my other sessions. API keys go on: revoke those that should not.
    """
    await accounts.change_own_password(caller, change.current_password, change.new_password)


async def _me(session: Session, user: User, caller: Caller) -> MeOut:
    shown = UserOut.model_validate(user).model_dump()
    return MeOut.model_validate(
        shown
        | {
            "scopes": sorted(caller.scopes),
            "credential": caller.credential,
            "organizations": dict(caller.organizations),
            "must_set_password": await password_hash_of(session, user.id) is None,
        }
    )
