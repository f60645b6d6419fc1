"""OpenID Connect, the authorization code flow: Google and every issuer in `OIDC_PROVIDERS`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import structlog

from quarterdeck.identity.jwt_header import key_id_in
from quarterdeck.identity.providers.errors import BadProof, ProviderRefused, ProviderUnavailable
from quarterdeck.identity.providers.fetch import OK, get_json, post_form
from quarterdeck.identity.providers.id_token import ExpectedClaims, check
from quarterdeck.identity.providers.issuer import Issuer
from quarterdeck.identity.providers.types import AuthenticationRequest, AuthorizationResponse, Profile
from quarterdeck.kit.clock import now

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ClientRegistration:
    """How the issuer knows this server."""

    client_id: str
    client_secret: str
    scopes: tuple[str, ...]


class OidcProvider:
    """One issuer that people may sign in with."""

    redirect_uri = ""

    def __init__(self, name: str, label: str, issuer: Issuer, client: ClientRegistration) -> None:
        self.name, self.label = name, label
        self._issuer, self._client = issuer, client
        self._outbound = issuer.outbound

    async def authorization_url(self, request: AuthenticationRequest) -> str:
        metadata = await self._issuer.metadata()
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self._client.client_id,
                "redirect_uri": request.redirect_uri,
                "scope": " ".join(self._client.scopes),
                "state": request.state,
                "nonce": request.nonce,
                "code_challenge": request.code_challenge,
                "code_challenge_method": "S256",
            }
        )
        joint = "&" if "?" in metadata.authorization_endpoint else "?"
        return f"{metadata.authorization_endpoint}{joint}{query}"

    async def identify(self, returned: AuthorizationResponse, request: AuthenticationRequest) -> Profile:
        metadata = await self._issuer.metadata()
        if returned.iss != self._issuer.address and (returned.iss is not None or metadata.sends_issuer):
            raise BadProof
        tokens = await self._exchanged(returned.code or "", request)
        claims = await self._proven(tokens.get("id_token"), request.nonce)
        if "email" not in claims and metadata.userinfo_endpoint is not None:
            claims = await self._with_userinfo(metadata.userinfo_endpoint, tokens.get("access_token"), claims)
        return Profile.of_claims(self._issuer.address, claims["sub"], claims)

    async def _exchanged(self, code: str, request: AuthenticationRequest) -> Mapping[str, Any]:
        metadata, client = await self._issuer.metadata(), self._client
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": request.redirect_uri,
            "code_verifier": request.verifier,
        }
        known = (client.client_id, client.client_secret)
        if not metadata.accepts_basic:
            fields |= dict(zip(("client_id", "client_secret"), known, strict=True))
        status, tokens = await post_form(
            self._outbound, metadata.token_endpoint, fields, known if metadata.accepts_basic else None
        )
        if status != OK:
            log.warning("provider_refused", provider=self.name, status=status)
            raise ProviderRefused
        return tokens

    async def _proven(self, token: Any, nonce: str) -> Mapping[str, Any]:
        if not isinstance(token, str):
            raise BadProof
        metadata = await self._issuer.metadata()
        keys = await self._issuer.keys_for(key_id_in(token))
        expected = ExpectedClaims(self._issuer.address, self._client.client_id, nonce, metadata.algorithms)
        return check(token, keys, expected, now())

    async def _with_userinfo(self, address: str, token: Any, claims: Mapping[str, Any]) -> Mapping[str, Any]:
        """Some issuers keep the address out of the ID token; what they add must be about the same person."""
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise ProviderUnavailable
        found = await get_json(self._outbound, address, token)
        if not isinstance(found, dict) or found.get("sub") != claims["sub"]:
            raise BadProof
        return {**found, **claims}
