"""Exchange the temporary token for a console session, in the browser that began the sign-in."""

from dataclasses import dataclass

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.authentication.origin import Origin
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.providers import repository
from quarterdeck.identity.providers.errors import BadTemporaryToken
from quarterdeck.identity.providers.flow import note_failure
from quarterdeck.identity.runtime import Identity
from quarterdeck.identity.secrets import secret_hash
from quarterdeck.identity.sessions.begin import begin_console_session
from quarterdeck.identity.sessions.types import SignedIn
from quarterdeck.identity.users.repository import user_with_id
from quarterdeck.identity.users.types import User
from quarterdeck.infra.database import Session
from quarterdeck.kit.clock import now


@dataclass(frozen=True, slots=True)
class RedeemedLogin:
    """Who is signed in now, and the page they wanted."""

    signed: SignedIn
    user: User
    return_to: str


async def waiting_page(identity: Identity, token: str, browser: str) -> str:
    """Return the page that a finished sign-in leads to. Raises `BadTemporaryToken`."""
    async with identity.database.reading() as session:
        waiting = await repository.waiting_login_ticket(session, secret_hash(token), secret_hash(browser), now())
    if waiting is None:
        note_failure(identity, "unknown", BadTemporaryToken.code)
        raise BadTemporaryToken
    return waiting.return_to


async def redeem(identity: Identity, token: str, browser: str, origin: Origin) -> RedeemedLogin:
    """Use up the temporary token and begin a session. Raises `BadTemporaryToken` for every reason."""
    async with identity.database.writing() as session:
        redeemed = await _redeemed(session, identity, token, browser, origin)
    if redeemed is None:
        note_failure(identity, "unknown", BadTemporaryToken.code)
        raise BadTemporaryToken
    return redeemed


async def _redeemed(
    session: Session, identity: Identity, token: str, browser: str, origin: Origin
) -> RedeemedLogin | None:
    taken = await repository.take_login_ticket(session, secret_hash(token), secret_hash(browser), now())
    user = await user_with_id(session, taken.user_id) if taken else None
    if taken is None or user is None or user.disabled_at is not None:
        return None
    signed = await begin_console_session(session, identity, user.id, origin, "provider", remember=True)
    caller = Caller(user.id, user.role, frozenset(), "session", signed.session_id)
    await audit(session, caller, "sign_in.provider", "provider", taken.provider)
    return RedeemedLogin(signed, user, taken.return_to)
