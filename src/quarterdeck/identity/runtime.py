"""What identity keeps for the life of the process, put together once."""

from dataclasses import dataclass

from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.authentication.handshake import HandshakeAuthenticator
from quarterdeck.identity.authentication.refusals import Refusals
from quarterdeck.identity.authentication.requests import RequestAuthenticator
from quarterdeck.identity.authentication.sockets import SocketAuthenticator
from quarterdeck.identity.invitations.service import InvitationAcceptance
from quarterdeck.identity.oauth_server.server import OAuthServer
from quarterdeck.identity.providers.accounts import ProviderAccounts
from quarterdeck.identity.providers.registry import ProviderRegistry
from quarterdeck.identity.providers.service import ProviderSignIn
from quarterdeck.identity.sessions.access_tokens import AccessTokens
from quarterdeck.identity.sessions.issuer import SessionIssuer
from quarterdeck.identity.sessions.refresh import TokenRefresh
from quarterdeck.identity.sessions.sign_in import SignIn
from quarterdeck.identity.tickets.service import Tickets
from quarterdeck.identity.users.accounts import Accounts
from quarterdeck.identity.users.passwords import Passwords
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Database
from quarterdeck.infra.database.deferred import DeferredWrites
from quarterdeck.infra.outbound import Outbound
from quarterdeck.infra.ratelimit import RateLimiter
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.streams.limits import ConnectionLimits


@dataclass(frozen=True, slots=True)
class Identity:
    """The parts that sign people in and recognise them again."""

    settings: Settings
    database: Database
    limiter: RateLimiter
    passwords: Passwords
    tokens: AccessTokens
    callers: CallerCache
    deferred_writes: DeferredWrites
    outbound: Outbound
    client_documents: Outbound
    providers: ProviderRegistry
    keyring: Keyring
    connection_limits: ConnectionLimits
    oauth: OAuthServer
    refusals: Refusals
    requests: RequestAuthenticator
    handshakes: HandshakeAuthenticator
    sockets: SocketAuthenticator
    tickets: Tickets
    accounts: Accounts
    session_issuer: SessionIssuer
    sign_in: SignIn
    token_refresh: TokenRefresh
    provider_accounts: ProviderAccounts
    provider_sign_in: ProviderSignIn
    invitation_acceptance: InvitationAcceptance

    async def close(self) -> None:
        """Write what still waits, and close what was opened here."""
        await self.deferred_writes.drain()
        await self.client_documents.close()
