"""The services of the authorization server, built once."""

from dataclasses import dataclass
from datetime import timedelta

from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.oauth_server.clients.lookup import ClientDirectory
from quarterdeck.identity.oauth_server.clients.metadata import ClientDocuments, Fetcher
from quarterdeck.identity.oauth_server.consent.service import Consent
from quarterdeck.identity.oauth_server.keys.signing import SigningKeys
from quarterdeck.identity.oauth_server.protocol.authorize import AuthorizationEndpoint
from quarterdeck.identity.oauth_server.protocol.refusals import ClientRefusals
from quarterdeck.identity.oauth_server.protocol.token import TokenEndpoint
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Database
from quarterdeck.infra.database.deferred import DeferredWrites
from quarterdeck.infra.ratelimit import RateLimiter
from quarterdeck.infra.settings import Settings


@dataclass(frozen=True, slots=True)
class OAuthServer:
    """What routes ask for singly, as `part("identity.oauth.consent")`."""

    keys: SigningKeys
    documents: ClientDocuments
    refusals: ClientRefusals
    authorization_endpoint: AuthorizationEndpoint
    token_endpoint: TokenEndpoint
    consent: Consent


def open_oauth_server(
    settings: Settings,
    database: Database,
    keyring: Keyring,
    limiter: RateLimiter,
    callers: CallerCache,
    deferred_writes: DeferredWrites,
    fetcher: Fetcher,
) -> OAuthServer:
    """Build the services; `fetcher` asks for the documents by which clients describe themselves."""
    keys, documents = SigningKeys(keyring), ClientDocuments(fetcher)
    clients, refusals = ClientDirectory(database, limiter, documents), ClientRefusals(limiter, deferred_writes)
    lifetime = timedelta(days=settings.security.refresh_token_expire_days)
    return OAuthServer(
        keys=keys,
        documents=documents,
        refusals=refusals,
        authorization_endpoint=AuthorizationEndpoint(database, clients, refusals, settings.server.base_path),
        token_endpoint=TokenEndpoint(database, clients, keys, refusals, callers, lifetime),
        consent=Consent(database, clients),
    )
