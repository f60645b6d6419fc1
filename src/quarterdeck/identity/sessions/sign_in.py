"""Sign in by password or by one-time link."""

from hashlib import sha256

from quarterdeck.identity.audit.service import audit
from quarterdeck.identity.authentication.origin import Origin
from quarterdeck.identity.caller import Caller, CredentialKind
from quarterdeck.identity.secrets import secret_hash
from quarterdeck.identity.sessions import attempts, repository
from quarterdeck.identity.sessions.errors import BadCredentials, InvalidSignInLink, LockedOut
from quarterdeck.identity.sessions.issuer import SessionIssuer
from quarterdeck.identity.sessions.types import SignedIn
from quarterdeck.identity.users import repository as users
from quarterdeck.identity.users.accounts import Accounts
from quarterdeck.identity.users.emails import canonical_email
from quarterdeck.identity.users.passwords import Passwords
from quarterdeck.identity.users.service import hash_new_password
from quarterdeck.identity.users.types import User
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.ratelimit import RateLimiter
from quarterdeck.kit.clock import now


class SignIn:
    """Checks what somebody offers to prove who they are, and begins a session."""

    def __init__(
        self,
        database: Database,
        limiter: RateLimiter,
        passwords: Passwords,
        issuer: SessionIssuer,
        accounts: Accounts,
    ) -> None:
        self._database, self._limiter, self._passwords = database, limiter, passwords
        self._issuer, self._accounts = issuer, accounts

    async def by_password(
        self, typed: str, password: str, origin: Origin, *, console: bool, remember: bool = False
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
        await self._limiter.hit("auth", f"account:{account}:{origin.peer}")
        await self._note_attempt(account, origin)
        user, verified = await self._user_with_password(email, password)
        async with self._database.writing() as session:
            if user is not None and await users.may_still_sign_in(session, user.id, verified):
                signed = await self._begin(session, user, origin, console=console, remember=remember)
                await attempts.forgive(session, account, origin.peer)
                await audit(session, _as_caller(user, signed), "sign_in", "account", account)
                return signed
            await audit(session, None, "sign_in", "account", account, "failure")
        raise BadCredentials

    async def by_link(self, token: str, password: str | None, origin: Origin) -> SignedIn:
        """Use up a sign-in link; `password`, when given, becomes the account's, and ends all else as a new one does.

        Raises:
            InvalidSignInLink: it was used, has expired, or never was.
            WeakPassword: as named.
        """
        hashed = await hash_new_password(self._passwords, password, "") if password is not None else None
        async with self._database.writing() as session:
            user_id = await repository.take_link(session, secret_hash(token), now())
            user = await users.user_with_id(session, user_id) if user_id else None
            if user is not None and user.disabled_at is None:
                signed = await self._issuer.begin_console(session, user.id, origin, "link")
                await audit(session, _as_caller(user, signed), "sign_in.link", "user", user.id)
                if hashed is not None:
                    await self._accounts.set_own_password(session, _as_caller(user, signed), hashed)
                return signed
        raise InvalidSignInLink

    async def _begin(self, session: Session, user: User, origin: Origin, *, console: bool, remember: bool) -> SignedIn:
        if console:
            return await self._issuer.begin_console(session, user.id, origin, remember=remember)
        return await self._issuer.begin_token(session, user.id, origin)

    async def _note_attempt(self, account: str, origin: Origin) -> None:
        async with self._database.writing() as session:
            wait = await attempts.try_to_begin(session, account, origin.peer, now())
        if wait is not None:
            raise LockedOut(retry_after=wait)

    async def _user_with_password(self, email: str, password: str) -> tuple[User | None, str | None]:
        """Return whose password this is, and the hash that said so: it may be another one when they are let in."""
        async with self._database.reading() as session:
            user = await users.user_with_email(session, email)
            kept = await users.password_hash_of(session, user.id if user else "")
        right = await self._passwords.verify(password, kept)
        return (user if right and user is not None and user.disabled_at is None else None), kept


def _as_caller(user: User, signed: SignedIn) -> Caller:
    kind: CredentialKind = "session" if signed.cookie else "token"
    return Caller(user.id, user.role, frozenset(), kind, signed.session_id)


def _email_or_raw(typed: str) -> str:
    """Return the canonical form; what is no address stays as typed, and finds nobody."""
    try:
        return canonical_email(typed)
    except ValueError:
        return typed
