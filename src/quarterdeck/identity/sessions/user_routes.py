"""The sessions of an account, for administrators."""

from dataclasses import asdict
from datetime import timedelta

from quarterdeck.identity.sessions import repository
from quarterdeck.identity.sessions.schemas import SessionOut
from quarterdeck.identity.sessions.service import end_session_of
from quarterdeck.identity.users.service import existing_user
from quarterdeck.identity.web import IdentityDep, UsersReader, UsersWriter
from quarterdeck.infra.web.deps import ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRouter
from quarterdeck.infra.web.schema import Identifier, ListOf
from quarterdeck.kit.clock import now

router = DeckRouter(prefix="/users/{user_id}/sessions", tags=["users"])


@router.get("", summary="List an account's sessions")
async def list_user_sessions(
    caller: UsersReader, user_id: Identifier, page: PageDep, identity: IdentityDep, session: ReadSession
) -> ListOf[SessionOut]:
    user, moment = await existing_user(session, user_id), now()
    idle_since = moment - timedelta(minutes=identity.settings.security.session_idle_minutes)
    found = await repository.page_of_sessions(session, page, user.id, moment, idle_since)
    shown = found.map(lambda one: SessionOut(**asdict(one), ip=one.peer, current=one.id == caller.credential_id))
    return ListOf[SessionOut].model_validate(shown)


@router.delete("/{session_id}", status_code=204, summary="End one of an account's sessions")
async def end_user_session(
    caller: UsersWriter, user_id: Identifier, session_id: Identifier, identity: IdentityDep, session: WriteSession
) -> None:
    await end_session_of(session, identity, caller, user_id, session_id)
