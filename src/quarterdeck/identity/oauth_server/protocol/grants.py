"""The two grants and the revocation, deciding on plain facts."""

from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc7009 import RevocationEndpoint

from quarterdeck.identity.oauth_server.clients.types import AUTH_METHODS
from quarterdeck.identity.oauth_server.grants.types import Grant
from quarterdeck.identity.oauth_server.protocol.extensions import InvalidTargetError
from quarterdeck.identity.oauth_server.protocol.views import ClientView, CodeView, GrantView, PlainRequest
from quarterdeck.identity.secrets import new_secret
from quarterdeck.kit.clock import now

METHODS = sorted(AUTH_METHODS, key="none".__eq__)  # a secret is looked for before a client counts as public


class CodeGrant(AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def generate_authorization_code(self) -> str:
        return new_secret()

    def save_authorization_code(self, code: str, request: PlainRequest) -> None:  # noqa: ARG002 - upstream's
        self.server.decision.new_code = code

    def query_authorization_code(self, code: str, client: ClientView) -> CodeView | None:  # noqa: ARG002 - read before
        """Return the code if it counts. One that was used is in two hands; its grant ends, whoever sent it."""
        kept = self.server.facts.code
        if kept is None:
            return None
        if kept.used_at is not None:
            self.server.decision.reused = kept.grant
            return None
        moment = now()
        if kept.expires_at <= moment or not kept.grant.lasts(moment) or not _is_of(kept.grant, client):
            return None
        _same_resource(self.request, kept.grant)
        return CodeView(kept)

    def delete_authorization_code(self, authorization_code: CodeView) -> None:
        self.server.decision.code_used = authorization_code.kept

    def authenticate_user(self, authorization_code: CodeView) -> str:
        return authorization_code.kept.grant.user_id


class RefreshGrant(RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> GrantView | None:  # noqa: ARG002 - read before
        """Return the token if it counts. One that was used is in two hands; its grant ends, whoever sent it."""
        kept = self.server.facts.refresh
        if kept is None:
            return None
        if kept.used_at is not None:
            self.server.decision.reused = kept.grant
            return None
        if kept.expires_at <= now() or not kept.grant.lasts(now()):
            return None
        _same_resource(self.request, kept.grant)
        return GrantView(kept.grant, kept)

    def authenticate_user(self, refresh_token: GrantView) -> str:
        return refresh_token.grant.user_id

    def revoke_old_credential(self, refresh_token: GrantView) -> None:
        self.server.decision.refresh_used = refresh_token.kept


class TokenRevocation(RevocationEndpoint):
    """RFC 7009: giving back either kind of token ends the whole grant."""

    CLIENT_AUTH_METHODS = METHODS

    def query_token(self, token_string: str, token_type_hint: str | None) -> GrantView | None:  # noqa: ARG002 - read before
        facts = self.server.facts
        grant = facts.refresh.grant if facts.refresh else facts.grant
        return GrantView(grant) if grant else None

    def revoke_token(self, token: GrantView, request: Any) -> None:  # noqa: ARG002 - upstream's
        self.server.decision.revoked = token.grant


def _is_of(grant: Grant, client: ClientView) -> bool:
    return grant.client_id == client.get_client_id()


def _same_resource(request: PlainRequest, grant: Grant) -> None:
    if request.form.get("resource", grant.resource) != grant.resource:
        raise InvalidTargetError
