"""Authlib's authorization server over plain facts. One is made for each request, so nothing is shared."""

from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationServer

from quarterdeck.identity.oauth_server.grants.types import Grant
from quarterdeck.identity.oauth_server.keys.signing import LIFETIME
from quarterdeck.identity.oauth_server.protocol.extensions import IssuerIdentification, ResourceIndicator, S256Only
from quarterdeck.identity.oauth_server.protocol.facts import Decision, ProtocolFacts, ProtocolResponse
from quarterdeck.identity.oauth_server.protocol.grants import CodeGrant, RefreshGrant, TokenRevocation
from quarterdeck.identity.oauth_server.protocol.views import ClientView, PlainRequest
from quarterdeck.identity.secrets import new_secret
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id


class GrantServer(AuthorizationServer):
    def __init__(self, facts: ProtocolFacts) -> None:
        super().__init__()
        self.facts = facts
        self.decision = Decision()
        self.register_grant(CodeGrant, [S256Only(), ResourceIndicator(facts.location)])
        self.register_grant(RefreshGrant)
        self.register_endpoint(TokenRevocation)
        self.register_extension(IssuerIdentification(facts.location))

    def query_client(self, client_id: str) -> ClientView | None:
        client = self.facts.client
        return ClientView(client) if client is not None and client.client_id == client_id else None

    def generate_token(
        self,
        grant_type: str,  # noqa: ARG002 - the same for both
        client: ClientView,
        user: str | None = None,
        scope: str | None = None,
        expires_in: int | None = None,  # noqa: ARG002 - ours is fixed
        include_refresh_token: bool = True,  # noqa: ARG002 - always
    ) -> dict[str, Any]:
        self.decision.new_refresh = new_secret()
        return {
            "token_type": "Bearer",
            "access_token": self._access_token(client, user or "", scope or ""),
            "expires_in": int(LIFETIME.total_seconds()),
            "refresh_token": self.decision.new_refresh,
            "scope": scope or "",
        }

    def save_token(self, token: dict[str, Any], request: PlainRequest) -> None:
        """Nothing yet: what was decided is written when everything is."""

    def create_oauth2_request(self, request: PlainRequest) -> PlainRequest:
        return request

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> ProtocolResponse:
        return ProtocolResponse(status, body, dict(headers))

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def _access_token(self, client: ClientView, user: str, scope: str) -> str:
        grant, issued = self._grant(), now()
        if self.facts.signer is None:
            raise RuntimeError("a token was decided on, and no key was read")
        return self.facts.signer.sign(
            {
                "iss": self.facts.location.base,
                "aud": grant.resource,
                "sub": user,
                "client_id": client.get_client_id(),
                "sid": grant.id,
                "scope": scope,
                "jti": new_id(),
                "iat": int(issued.timestamp()),
                "exp": int((issued + LIFETIME).timestamp()),
            }
        )

    def _grant(self) -> Grant:
        found = self.facts.code or self.facts.refresh
        if found is None:
            raise RuntimeError("a token was decided on, and no grant was read")
        return found.grant
