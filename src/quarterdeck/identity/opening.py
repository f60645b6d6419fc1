"""Builds what identity keeps for the life of the process: every recogniser and every hook is joined here."""

from functools import partial

from quarterdeck.identity.api_keys.recogniser import ApiKeyRecogniser
from quarterdeck.identity.audit.service import audit_soon, chain_key
from quarterdeck.identity.authentication.authenticator import Authenticator
from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.authentication.handshake import HandshakeAuthenticator, QueryReader
from quarterdeck.identity.authentication.query_credentials import QueryParameter
from quarterdeck.identity.authentication.refusals import Refusals
from quarterdeck.identity.authentication.requests import RequestAuthenticator
from quarterdeck.identity.authentication.sockets import SocketAuthenticator
from quarterdeck.identity.invitations.service import InvitationAcceptance
from quarterdeck.identity.oauth_server.end_access import end_granted_access
from quarterdeck.identity.oauth_server.recogniser import GrantRecogniser
from quarterdeck.identity.oauth_server.server import open_oauth_server
from quarterdeck.identity.providers.accounts import ProviderAccounts
from quarterdeck.identity.providers.end_access import end_pending_sign_ins
from quarterdeck.identity.providers.registry import ProviderRegistry
from quarterdeck.identity.providers.service import ProviderSignIn
from quarterdeck.identity.runtime import Identity
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


def open_identity(
    settings: Settings,
    database: Database,
    keyring: Keyring,
    limiter: RateLimiter,
    passwords: Passwords | None = None,
    outbound: Outbound | None = None,
) -> Identity:
    """Build the identity of one server; close it before the database."""
    chain_key.use(keyring.derive("audit"))
    outbound, passwords, callers = outbound or Outbound(settings), passwords or Passwords(), CallerCache()
    deferred_writes = DeferredWrites(database)
    client_documents = Outbound(settings, private=settings.outbound.client_metadata_private_hosts)
    oauth = open_oauth_server(settings, database, keyring, limiter, callers, deferred_writes, client_documents)
    tokens = AccessTokens(settings.security.jwt_secret_key.get_secret_value())
    refusals = Refusals(limiter, partial(audit_soon, deferred_writes))
    authenticator = Authenticator(
        [  # in this order: a new kind of credential adds its recogniser here, and nothing else
            ApiKeyRecogniser(database, deferred_writes),
            SessionRecogniser(settings, database, deferred_writes, tokens),
            GrantRecogniser(database, deferred_writes, oauth.keys),
        ],
        callers,
    )
    tickets, limits = Tickets(database, keyring), ConnectionLimits(settings.streams)
    readers: dict[QueryParameter, QueryReader] = {"ticket": tickets.in_query, "token": tokens.in_query}
    handshakes = HandshakeAuthenticator(settings, authenticator, limiter, refusals, readers)
    issuer = SessionIssuer(settings.security, tokens)
    accounts = Accounts(
        database,
        passwords,
        callers,
        settings.security.user_whitelist,
        end_access=[end_sessions, end_granted_access, end_pending_sign_ins],
        proven=came_by_link,
    )
    providers, allowlist = ProviderRegistry(settings, outbound), settings.security.user_whitelist
    by_provider = ProviderAccounts(database, providers.names, settings.providers.provider_sign_up, allowlist)
    return Identity(
        settings=settings,
        database=database,
        limiter=limiter,
        passwords=passwords,
        tokens=tokens,
        callers=callers,
        deferred_writes=deferred_writes,
        outbound=outbound,
        client_documents=client_documents,
        providers=providers,
        keyring=keyring,
        connection_limits=limits,
        oauth=oauth,
        refusals=refusals,
        requests=RequestAuthenticator(settings, authenticator, limiter, refusals),
        handshakes=handshakes,
        sockets=SocketAuthenticator(handshakes, limits),
        tickets=tickets,
        accounts=accounts,
        session_issuer=issuer,
        sign_in=SignIn(database, limiter, passwords, issuer, accounts),
        token_refresh=TokenRefresh(database, issuer, callers),
        provider_accounts=by_provider,
        provider_sign_in=ProviderSignIn(
            database, providers, by_provider, issuer, deferred_writes, settings.server.base_path
        ),
        invitation_acceptance=InvitationAcceptance(
            database, passwords, issuer, callers, settings.security.invitations_make_accounts, allowlist
        ),
    )
