"""Sign in by password or by one-time link, and sign out."""

from hashlib import sha256

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.authentication.origin import Origin
from quarterdeck.identity.caller import Caller, CredentialKind
from quarterdeck.identity.runtime import Identity
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.identity.sessions import attempts, repository
from quarterdeck.identity.sessions.begin import begin_console_session, begin_token_session
from quarterdeck.identity.sessions.errors import BadCredentials, InvalidSignInLink, LockedOut, SessionNotFound
from quarterdeck.identity.sessions.types import LINK_LIFETIME, SignedIn
from quarterdeck.identity.users import repository as accounts
from quarterdeck.identity.users.emails import canonical_email
from quarterdeck.identity.users.errors import WeakPassword
from quarterdeck.identity.users.passwords import password_problem
from quarterdeck.identity.users.service import set_own_password
from quarterdeck.identity.users.types import User
from quarterdeck.infra.database import Session
from quarterdeck.infra.event_log import emit
from quarterdeck.kit.clock import now


async def sign_in(
    identity: Identity, typed: str, password: str, origin: Origin, *, console: bool, remember: bool = False
) -> SignedIn:
    """Sign in by e-mail address and password.

    An absent account costs the same work and gets the same answer as a wrong password.

    Raises:
        LockedOut: too many failures; not even the right password is looked at.
        BadCredentials: anything else that is wrong.
    """
    email = _email_or_raw(typed)
    account = sha256(email.encode()).hexdigest()
    # With the peer, so that no stranger keeps the owner out; guesses from everywhere are the lockout's to count.
    await identity.limiter.hit("auth", f"account:{account}:{origin.peer}")
    await _take_turn(identity, account, origin)
    user, verified = await _user_with_password(identity, email, password)
    async with identity.database.writing() as session:
        if user is not None and await accounts.may_still_sign_in(session, user.id, verified):
            return await _welcome(session, identity, user, account, origin, console=console, remember=remember)
        await audit(session, None, "sign_in", "account", account, "failure")
    raise BadCredentials


async def make_sign_in_link(session: Session, caller: Caller | None, user_id: str) -> str:
    """Make the one sign-in link of a user and return its token, which is not kept."""
    token = new_secret()
    await repository.add_link(session, secret_hash(token), user_id, now() + LINK_LIFETIME)
    await audit(session, caller, "sign_in_link.create", "user", user_id)
    return token


async def sign_in_by_link(identity: Identity, token: str, password: str | None, origin: Origin) -> SignedIn:
    """Use up a sign-in link; `password`, when given, becomes the account's, and ends all else as a new one does."""
    hashed = await _checked_hash(identity, password) if password is not None else None
    async with identity.database.writing() as session:
        user_id = await repository.take_link(session, secret_hash(token), now())
        user = await accounts.user_with_id(session, user_id) if user_id else None
        if user is not None and user.disabled_at is None:
            signed = await begin_console_session(session, identity, user.id, origin, "link")
            await audit(session, _as_caller(user, signed), "sign_in.link", "user", user.id)
            if hashed is not None:
                await set_own_password(session, identity, _as_caller(user, signed), hashed)
            return signed
    raise InvalidSignInLink


async def end_one_session(session: Session, identity: Identity, caller: Caller, session_id: str) -> None:
    """End a session of the caller's own. Raises `SessionNotFound` for anybody else's."""
    await end_session_of(session, identity, caller, caller.user_id, session_id)


async def end_session_of(session: Session, identity: Identity, caller: Caller, user_id: str, session_id: str) -> None:
    """End a session of an account that the caller may act for. Raises `SessionNotFound`."""
    if not await repository.end_own_session(session, session_id, user_id, now()):
        raise SessionNotFound
    await audit(session, caller, "session.end", "session", session_id)
    emit(session, "session.ended", subject=("session", session_id), user_id=user_id, actor_id=caller.user_id)
    session.after_commit(identity.callers.forget)


async def _take_turn(identity: Identity, account: str, origin: Origin) -> None:
    async with identity.database.writing() as session:
        wait = await attempts.try_to_begin(session, account, origin.peer, now())
    if wait is not None:
        raise LockedOut(retry_after=wait)


async def _user_with_password(identity: Identity, email: str, password: str) -> tuple[User | None, str | None]:
    """Return whose password this is, and the hash that said so: it may be another one by the time they are let in."""
    async with identity.database.reading() as session:
        user = await accounts.user_with_email(session, email)
        kept = await accounts.password_hash_of(session, user.id if user else "")
    right = await identity.passwords.verify(password, kept)
    return (user if right and user is not None and user.disabled_at is None else None), kept


async def _welcome(
    session: Session, identity: Identity, user: User, account: str, origin: Origin, *, console: bool, remember: bool
) -> SignedIn:
    if console:
        signed = await begin_console_session(session, identity, user.id, origin, remember=remember)
    else:
        signed = await begin_token_session(session, identity, user.id, origin)
    await attempts.forgive(session, account, origin.peer)
    await audit(session, _as_caller(user, signed), "sign_in", "account", account)
    return signed


async def _checked_hash(identity: Identity, password: str) -> str:
    problem = password_problem(password)
    if problem is not None:
        raise WeakPassword(problem)
    return await identity.passwords.hash(password)


def _as_caller(user: User, signed: SignedIn) -> Caller:
    kind: CredentialKind = "session" if signed.cookie else "token"
    return Caller(user.id, user.role, frozenset(), kind, signed.session_id)


def _email_or_raw(typed: str) -> str:
    """Return the canonical form; what is no address stays as typed, and finds nobody."""
    try:
        return canonical_email(typed)
    except ValueError:
        return typed
