"""What identity keeps for the life of the process, joined once: the recognisers, the hooks and the services."""

from dataclasses import dataclass
from functools import partial

from quarterdeck.identity.api_keys.recogniser import ApiKeyRecogniser
from quarterdeck.identity.audit.service import audit_soon, chain_key
from quarterdeck.identity.authentication.authenticator import Authenticator, Recogniser
from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.authentication.handshake import HandshakeAuthenticator, QueryReader
from quarterdeck.identity.authentication.query_credentials import QueryParameter
from quarterdeck.identity.authentication.refusals import Refusals
from quarterdeck.identity.authentication.requests import RequestAuthenticator
from quarterdeck.identity.authentication.sockets import SocketAuthenticator
from quarterdeck.identity.invitations.service import InvitationAcceptance
from quarterdeck.identity.oauth_server.end_access import end_granted_access
from quarterdeck.identity.oauth_server.recogniser import GrantRecogniser
from quarterdeck.identity.oauth_server.server import OAuthServer, open_oauth_server
from quarterdeck.identity.providers.accounts import ProviderAccounts
from quarterdeck.identity.providers.end_access import end_pending_sign_ins
from quarterdeck.identity.providers.registry import ProviderRegistry
from quarterdeck.identity.providers.service import ProviderSignIn
from quarterdeck.identity.sessions.access_tokens import AccessTokens
from quarterdeck.identity.sessions.issuer import SessionIssuer
from quarterdeck.identity.sessions.recognisers import SessionRecogniser
from quarterdeck.identity.sessions.refresh import TokenRefresh
from quarterdeck.identity.sessions.service import came_by_link, end_sessions
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
    """The parts that sign people in and recognise them again; routes ask for single ones by `part("identity.…")`."""

    callers: CallerCache
    connection_limits: ConnectionLimits
    refusals: Refusals
    requests: RequestAuthenticator
    handshakes: HandshakeAuthenticator
    sockets: SocketAuthenticator
    tickets: Tickets
    tokens: AccessTokens
    accounts: Accounts
    session_issuer: SessionIssuer
    sign_in: SignIn
    token_refresh: TokenRefresh
    providers: ProviderRegistry
    provider_accounts: ProviderAccounts
    provider_sign_in: ProviderSignIn
    oauth: OAuthServer
    client_documents: Outbound
    invitation_acceptance: InvitationAcceptance
    deferred_writes: DeferredWrites

    async def close(self) -> None:
        """Write what still waits, and close what was opened here."""
        await self.deferred_writes.drain()
        await self.client_documents.close()


def open_identity(
    settings: Settings,
    database: Database,
    keyring: Keyring,
    limiter: RateLimiter,
    passwords: Passwords,
    outbound: Outbound,
) -> Identity:
    """Build the identity of one server; close it before the database. Every hook and recogniser is joined here."""
    chain_key.use(keyring.derive("audit"))
    security, allowlist = settings.security, settings.security.user_whitelist
    callers, deferred_writes, limits = CallerCache(), DeferredWrites(database), ConnectionLimits(settings.streams)
    client_documents = Outbound(settings, private=settings.outbound.client_metadata_private_hosts)
    oauth = open_oauth_server(settings, database, keyring, limiter, callers, deferred_writes, client_documents)
    tokens, tickets = AccessTokens(security.jwt_secret_key.get_secret_value()), Tickets(database, keyring)
    recognisers: list[Recogniser] = [  # asked in this order; a new kind of credential adds its own, and nothing else
        ApiKeyRecogniser(database, deferred_writes),
        SessionRecogniser(settings, database, deferred_writes, tokens),
        GrantRecogniser(database, deferred_writes, oauth.keys),
    ]
    authenticator = Authenticator(recognisers, callers)
    refusals = Refusals(limiter, partial(audit_soon, deferred_writes))
    readers: dict[QueryParameter, QueryReader] = {"ticket": tickets.in_query, "token": tokens.in_query}
    handshakes = HandshakeAuthenticator(settings, authenticator, limiter, refusals, readers)
    end_access = [end_sessions, end_granted_access, end_pending_sign_ins]
    accounts = Accounts(database, passwords, callers, allowlist, end_access, came_by_link)
    issuer, providers = SessionIssuer(security, tokens), ProviderRegistry(settings, outbound)
    by_provider = ProviderAccounts(database, providers.names, settings.providers.provider_sign_up, allowlist)
    return Identity(
        callers=callers,
        connection_limits=limits,
        refusals=refusals,
        requests=RequestAuthenticator(settings, authenticator, limiter, refusals),
        handshakes=handshakes,
        sockets=SocketAuthenticator(handshakes, limits),
        tickets=tickets,
        tokens=tokens,
        accounts=accounts,
        session_issuer=issuer,
        sign_in=SignIn(database, limiter, passwords, issuer, accounts),
        token_refresh=TokenRefresh(database, issuer, callers),
        providers=providers,
        provider_accounts=by_provider,
        provider_sign_in=ProviderSignIn(
            database, providers, by_provider, issuer, deferred_writes, settings.server.base_path
        ),
        oauth=oauth,
        client_documents=client_documents,
        invitation_acceptance=InvitationAcceptance(
            database, passwords, issuer, callers, security.invitations_make_accounts, allowlist
        ),
        deferred_writes=deferred_writes,
    )
