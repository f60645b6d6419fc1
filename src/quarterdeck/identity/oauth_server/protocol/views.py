"""Our clients, codes, tokens and requests, as Authlib wants to see them."""

from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, OAuth2Request, TokenMixin
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload

from quarterdeck.identity.oauth_server.clients.types import OAuthClient
from quarterdeck.identity.oauth_server.grants.types import AuthorizationCode, Grant, OAuthRefreshToken
from quarterdeck.identity.oauth_server.redirects import is_listed
from quarterdeck.identity.oauth_server.scopes import READING, in_order
from quarterdeck.identity.secrets import secret_hash

# Authlib wants to see https. Whether a server stands behind TLS is for BASE_URL to say, and not for each request.
_ANY_ADDRESS = "https://authorization.server/"


class PlainRequest(OAuth2Request):
    """A request whose parameters were read and checked already; each occurs once."""

    def __init__(self, method: str, parameters: Mapping[str, str], headers: Mapping[str, str]) -> None:
        super().__init__(method, _ANY_ADDRESS, headers=dict(headers))
        self.payload = BasicOAuth2Payload(dict(parameters))

    @property
    def form(self) -> Mapping[str, str]:
        form: Mapping[str, str] = self.payload.data
        return form

    @property
    def args(self) -> Mapping[str, str]:
        return self.form


class ClientView(ClientMixin):
    def __init__(self, client: OAuthClient) -> None:
        self.client = client

    def get_client_id(self) -> str:
        return self.client.client_id

    def get_default_redirect_uri(self) -> str | None:
        return self.client.redirect_uris[0] if len(self.client.redirect_uris) == 1 else None

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """Return what of `scope` the client may have; unknown scopes fall away, and nothing left is an error."""
        wanted = frozenset(scope.split()) if scope else self._usual()
        return " ".join(in_order(wanted & self.client.scopes)) or None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return is_listed(redirect_uri, self.client.redirect_uris)

    def check_client_secret(self, client_secret: str) -> bool:
        kept = self.client.secret_hash
        return kept is not None and compare_digest(kept, secret_hash(client_secret))

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002 - the same everywhere
        return method == "none" if self.client.is_public else method in {"client_secret_basic", "client_secret_post"}

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in {"authorization_code", "refresh_token"}

    def _usual(self) -> frozenset[str]:
        return self.client.scopes if self.client.kind == "registered" else READING


class CodeView(AuthorizationCodeMixin):
    code_challenge_method = "S256"

    def __init__(self, kept: AuthorizationCode) -> None:
        self.kept = kept
        self.code_challenge = kept.code_challenge

    def get_redirect_uri(self) -> str:
        return self.kept.redirect_uri

    def get_scope(self) -> str:
        return " ".join(in_order(self.kept.grant.scopes))


class GrantView(TokenMixin):
    """A token, of which only the grant behind it matters."""

    def __init__(self, grant: Grant, kept: OAuthRefreshToken | None = None) -> None:
        self.grant = grant
        self.kept = kept

    def check_client(self, client: Any) -> bool:
        return bool(client.get_client_id() == self.grant.client_id)

    def get_scope(self) -> str:
        return " ".join(in_order(self.grant.scopes))
