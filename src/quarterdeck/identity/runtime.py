"""What identity keeps for the life of the process, put together once."""

from dataclasses import dataclass

from quarterdeck.identity.audit.service import chain_key
from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.oauth_server.keys.signing import SigningKeys
from quarterdeck.identity.oauth_server.state import OAuthState
from quarterdeck.identity.providers.registry import ProviderRegistry
from quarterdeck.identity.sessions.access_tokens import AccessTokens
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
    oauth: OAuthState

    async def close(self) -> None:
        """Write what still waits, and close what was opened here."""
        await self.deferred_writes.drain()
        await self.client_documents.close()


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
    outbound = outbound or Outbound(settings)
    return Identity(
        settings=settings,
        database=database,
        limiter=limiter,
        passwords=passwords or Passwords(),
        tokens=AccessTokens(settings.security.jwt_secret_key.get_secret_value()),
        callers=CallerCache(),
        deferred_writes=DeferredWrites(database),
        outbound=outbound,
        client_documents=Outbound(settings, private=settings.outbound.client_metadata_private_hosts),
        providers=ProviderRegistry(settings, outbound),
        keyring=keyring,
        connection_limits=ConnectionLimits(settings.streams),
        oauth=OAuthState(SigningKeys(keyring)),
    )
