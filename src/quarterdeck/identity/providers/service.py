"""A sign-in through a provider, from the first redirect to the session."""

from dataclasses import dataclass

from quarterdeck.identity.audit.service import audit, audit_soon
from quarterdeck.identity.authentication.origin import Origin
from quarterdeck.identity.caller import Caller
from quarterdeck.identity.providers import repository
from quarterdeck.identity.providers.accounts import ProviderAccounts
from quarterdeck.identity.providers.errors import BadState, BadTemporaryToken, ProviderRefused, SignInCancelled
from quarterdeck.identity.providers.registry import ProviderRegistry
from quarterdeck.identity.providers.safe_redirect import safe_redirect
from quarterdeck.identity.providers.types import (
    FLOW_LIFETIME,
    TICKET_LIFETIME,
    AuthenticationRequest,
    AuthorizationResponse,
    Flow,
    LoginTicket,
    Profile,
)
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.identity.sessions.issuer import SessionIssuer
from quarterdeck.identity.sessions.types import SignedIn
from quarterdeck.identity.users.repository import user_with_id
from quarterdeck.identity.users.types import User
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.database.deferred import DeferredWrites
from quarterdeck.kit.clock import now
from quarterdeck.kit.errors import Detail, Invalid, QuarterdeckError


@dataclass(frozen=True, slots=True)
class FlowStarted:
    """Where to send the browser, and the cookie that will know it again."""

    url: str
    browser: str


@dataclass(frozen=True, slots=True)
class FlowFinished:
    """How it ended: the secret of a login ticket, or none where an identity was linked."""

    return_to: str
    token: str | None = None


@dataclass(frozen=True, slots=True)
class RedeemedLogin:
    """Who is signed in now, and the page they wanted."""

    signed: SignedIn
    user: User
    return_to: str


@dataclass(frozen=True, slots=True)
class ProviderSignIn:
    """Leads a browser to a provider and back, and to a session."""

    database: Database
    providers: ProviderRegistry
    accounts: ProviderAccounts
    sessions: SessionIssuer
    deferred_writes: DeferredWrites
    base_path: str

    async def begin(self, name: str, return_to: str, callback: str, person: Caller | None = None) -> FlowStarted:
        """Begin a sign-in, or with `person` the linking of an identity to their account.

        Raises:
            ProviderNotFound, ProviderUnavailable, Invalid: as named; `Invalid` for a `return_to` elsewhere.
        """
        provider = self.providers.named(name)
        checked = _checked(return_to, self.base_path)
        browser, state = new_secret(), new_secret()
        flow = Flow(
            provider=name,
            redirect_uri=provider.redirect_uri or callback,
            return_to=checked,
            user_id=person.user_id if person else None,
            session_id=person.credential_id if person else None,
        )
        url = await provider.authorization_url(AuthenticationRequest.derived(browser, state, flow.redirect_uri))
        async with self.database.writing() as session:
            until = now() + FLOW_LIFETIME
            await repository.add_flow(session, secret_hash(state), secret_hash(browser), flow, until)
        return FlowStarted(url, browser)

    async def take(self, name: str, returned: AuthorizationResponse, browser: str) -> Flow:
        """Use up the sign-in that this browser began with this provider.

        Raises:
            ProviderNotFound, BadState: as named; `BadState` without telling what of it was wrong.
        """
        self.providers.named(name)
        async with self.database.writing() as session:
            hashes = secret_hash(returned.state), secret_hash(browser)
            flow = await repository.take_flow(session, *hashes, name, now())
        if flow is None:
            self._note_failure(name, BadState.code)
            raise BadState
        return flow

    async def finish(self, flow: Flow, returned: AuthorizationResponse, browser: str) -> FlowFinished:
        """Have the provider prove who came back, and sign them in or link the identity.

        Raises:
            QuarterdeckError: one of `providers.errors`; every one is audited.
        """
        try:
            profile = await self._proven(flow, returned, browser)
            if flow.user_id is not None:
                await self.accounts.link(flow, profile)
                return FlowFinished(flow.return_to)
            return FlowFinished(flow.return_to, await self._issue_ticket(flow, profile, browser))
        except QuarterdeckError as error:
            self._note_failure(flow.provider, error.code, linking=flow.user_id is not None)
            raise

    def _note_failure(self, provider: str, code: str, **facts: bool) -> None:
        """Audit a refusal in a transaction of its own, since there is no other to be part of."""
        audit_soon(self.deferred_writes, None, "sign_in.provider", "provider", provider, "failure", code=code, **facts)

    async def waiting_page(self, token: str, browser: str) -> str:
        """Return the page that a finished sign-in leads to. Raises `BadTemporaryToken`."""
        async with self.database.reading() as session:
            waiting = await repository.waiting_login_ticket(session, secret_hash(token), secret_hash(browser), now())
        if waiting is None:
            self._note_failure("unknown", BadTemporaryToken.code)
            raise BadTemporaryToken
        return waiting.return_to

    async def redeem(self, token: str, browser: str, origin: Origin) -> RedeemedLogin:
        """Use up the login ticket and begin a session. Raises `BadTemporaryToken` for every reason."""
        async with self.database.writing() as session:
            redeemed = await self._redeemed(session, token, browser, origin)
        if redeemed is None:
            self._note_failure("unknown", BadTemporaryToken.code)
            raise BadTemporaryToken
        return redeemed

    async def _proven(self, flow: Flow, returned: AuthorizationResponse, browser: str) -> Profile:
        if returned.error is not None:
            raise SignInCancelled if returned.error == "access_denied" else ProviderRefused
        if not returned.code:
            raise BadState
        request = AuthenticationRequest.derived(browser, returned.state, flow.redirect_uri)
        return await self.providers.named(flow.provider).identify(returned, request)

    async def _issue_ticket(self, flow: Flow, profile: Profile, browser: str) -> str:
        token = new_secret()
        async with self.database.writing() as session:
            user = await self.accounts.account_of(session, flow.provider, profile)
            login_ticket = LoginTicket(user.id, flow.provider, flow.return_to)
            hashes = secret_hash(token), secret_hash(browser)
            await repository.add_login_ticket(session, *hashes, login_ticket, now() + TICKET_LIFETIME)
            await audit(session, None, "sign_in.proven", "user", user.id, provider=flow.provider)
        return token

    async def _redeemed(self, session: Session, token: str, browser: str, origin: Origin) -> RedeemedLogin | None:
        taken = await repository.take_login_ticket(session, secret_hash(token), secret_hash(browser), now())
        user = await user_with_id(session, taken.user_id) if taken else None
        if taken is None or user is None or user.disabled_at is not None:
            return None
        signed = await self.sessions.begin_console(session, user.id, origin, "provider", remember=True)
        caller = Caller(user.id, user.role, frozenset(), "session", signed.session_id)
        await audit(session, caller, "sign_in.provider", "provider", taken.provider)
        return RedeemedLogin(signed, user, taken.return_to)


def _checked(return_to: str, base_path: str) -> str:
    try:
        return safe_redirect(return_to, base_path)
    except ValueError as error:
        raise Invalid(details=[Detail("return_to", str(error))]) from None
