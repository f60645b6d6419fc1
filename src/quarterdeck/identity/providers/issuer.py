"""What an OpenID Connect issuer says of itself: its addresses and its keys, remembered for an hour."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog

from quarterdeck.identity.providers.errors import ProviderUnavailable
from quarterdeck.identity.providers.fetch import get_json
from quarterdeck.identity.providers.id_token import ALGORITHMS, PublicKey, public_keys
from quarterdeck.infra.outbound import Outbound
from quarterdeck.kit.clock import now

log = structlog.get_logger()

KEPT = timedelta(hours=1)
BETWEEN_FETCHES = timedelta(minutes=1)
"""A key id nobody knows makes us ask the issuer anew at most this often."""


@dataclass(frozen=True, slots=True)
class IssuerMetadata:
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str | None
    jwks_uri: str
    algorithms: frozenset[str]
    sends_issuer: bool
    """Whether its redirects carry `iss` (RFC 9207), so that one without is refused."""
    accepts_basic: bool


class Issuer:
    """One issuer. Of several requests that need the same document at once, one fetches it."""

    def __init__(self, outbound: Outbound, address: str) -> None:
        self.address = address
        self.outbound = outbound
        self._lock = asyncio.Lock()
        self._metadata: tuple[IssuerMetadata, datetime] | None = None
        self._keys: tuple[list[PublicKey], datetime] | None = None

    async def metadata(self) -> IssuerMetadata:
        async with self._lock:
            if self._metadata is None or self._metadata[1] + KEPT <= now():
                found = await get_json(self.outbound, f"{self.address.rstrip('/')}/.well-known/openid-configuration")
                self._metadata = (_read(found, self.address), now())
            return self._metadata[0]

    async def keys_for(self, key_id: str | None) -> list[PublicKey]:
        """Return the keys that may have signed under `key_id`; without an id only a sole key may have."""
        metadata = await self.metadata()
        async with self._lock:
            fitting = _fitting(self._keys[0], key_id) if self._keys else []
            if self._is_due(found=bool(fitting)):
                keys = await self._fetched(metadata.jwks_uri)
                self._keys = (keys, now())
                fitting = _fitting(keys, key_id)
        return fitting

    async def _fetched(self, address: str) -> list[PublicKey]:
        """Ask for the keys. An answer without any is no answer, so that it is not remembered."""
        keys = public_keys(await get_json(self.outbound, address))
        if not keys:
            log.warning("provider_keys_unusable", issuer=self.address)
            raise ProviderUnavailable
        return keys

    def _is_due(self, *, found: bool) -> bool:
        if self._keys is None:
            return True
        age = now() - self._keys[1]
        return age >= (KEPT if found else BETWEEN_FETCHES)


def _fitting(keys: list[PublicKey], key_id: str | None) -> list[PublicKey]:
    if key_id is None:
        return keys if len(keys) == 1 else []
    return [key for key in keys if key.kid == key_id]


def _read(found: Any, address: str) -> IssuerMetadata:
    """Take over what we need, of the issuer that we asked for and of no other."""
    if not isinstance(found, dict) or found.get("issuer") != address:
        log.warning("provider_metadata_unusable", issuer=address, why="names another issuer")
        raise ProviderUnavailable
    named = found.get("id_token_signing_alg_values_supported")
    algorithms = (
        ALGORITHMS & {each for each in named if isinstance(each, str)} if isinstance(named, list) else {"RS256"}
    )
    ways = found.get("token_endpoint_auth_methods_supported")
    return IssuerMetadata(
        authorization_endpoint=_endpoint(found, "authorization_endpoint", address),
        token_endpoint=_endpoint(found, "token_endpoint", address),
        userinfo_endpoint=_endpoint(found, "userinfo_endpoint", address) if "userinfo_endpoint" in found else None,
        jwks_uri=_endpoint(found, "jwks_uri", address),
        algorithms=frozenset(algorithms),
        sends_issuer=found.get("authorization_response_iss_parameter_supported") is True,
        accepts_basic=not isinstance(ways, list) or "client_secret_basic" in ways,
    )


def _endpoint(found: dict[str, Any], name: str, address: str) -> str:
    value = found.get(name)
    schemes = {"https", urlsplit(address).scheme}
    if not isinstance(value, str) or not _is_address(value, schemes):
        log.warning("provider_metadata_unusable", issuer=address, why=f"{name} is not usable")
        raise ProviderUnavailable
    return value


def _is_address(value: str, schemes: set[str]) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    plain = value.isascii() and value.isprintable() and " " not in value and "\\" not in value
    return plain and parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc
