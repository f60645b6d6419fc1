"""The sessions and the sign-in link of an account, for administrators."""

from dataclasses import asdict
from datetime import timedelta

from quarterdeck.identity.sessions import repository
from quarterdeck.identity.sessions.schemas import SessionOut, SignInLinkOut
from quarterdeck.identity.sessions.service import end_session_of, make_sign_in_link
from quarterdeck.identity.users.service import existing_user
from quarterdeck.identity.web import CallersDep, UsersReader, UsersWriter
from quarterdeck.infra.web.deps import ReadSession, SettingsDep, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.kit.clock import now

router = DeckRouter(prefix="/users/{user_id}", tags=["users"])


@router.post("/sign-in-link", status_code=201, summary="Make a one-time sign-in link for an account")
async def create_sign_in_link(caller: UsersWriter, user_id: Identifier, session: WriteSession) -> SignInLinkOut:
    """For a person without a password, or who forgot it. Hand it over yourself: the server sends no mail."""
    user = await existing_user(session, user_id)
    return SignInLinkOut.of(await make_sign_in_link(session, caller, user.id))


@router.get("/sessions", summary="List an account's sessions")
async def list_user_sessions(
    caller: UsersReader, user_id: Identifier, page: PageDep, settings: SettingsDep, session: ReadSession
) -> ListOf[SessionOut]:
    user, moment = await existing_user(session, user_id), now()
    idle_since = moment - timedelta(minutes=settings.security.session_idle_minutes)
    found = await repository.page_of_sessions(session, page, user.id, moment, idle_since)
    shown = found.map(lambda one: SessionOut(**asdict(one), ip=one.peer, current=one.id == caller.credential_id))
    return ListOf[SessionOut].model_validate(shown)


@router.delete("/sessions/{session_id}", status_code=204, summary="End one of an account's sessions")
async def end_user_session(
    caller: UsersWriter, user_id: Identifier, session_id: Identifier, callers: CallersDep, session: WriteSession
) -> None:
    await end_session_of(session, callers, caller, user_id, session_id)
