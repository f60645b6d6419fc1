"""What we demand beyond the plain grants: S256 and nothing else, a resource of ours, and our name on every answer."""

from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter

from quarterdeck.identity.authentication.location import ServerLocation
from quarterdeck.identity.oauth_server.protocol.views import ClientView, PlainRequest


class InvalidTargetError(OAuth2Error):
    """RFC 8707: the resource that a token is wanted for is none of ours, or not the one that was granted."""

    error = "invalid_target"
    description = "The resource is not one of this server, or not the one that was granted"


class S256Only(CodeChallenge):
    """PKCE for everybody; only a client that an administrator marked so may leave it out."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]  # noqa: RUF012 - upstream's own name and kind
    DEFAULT_CODE_CHALLENGE_METHOD = "S256"

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        given = grant.request.payload.data
        view: ClientView = grant.request.client
        if "code_challenge" not in given and view.client.pkce == "required":
            raise InvalidRequestError("Missing 'code_challenge'")
        if "code_challenge" in given and given.get("code_challenge_method") != "S256":
            raise InvalidRequestError("The 'code_challenge_method' must be S256")
        super().validate_code_challenge(grant, redirect_uri)


class ResourceIndicator:
    """RFC 8707: a token is for one of our resources, and says for which."""

    def __init__(self, location: ServerLocation) -> None:
        self._location = location

    def __call__(self, grant: Any) -> None:
        grant.register_hook("after_validate_authorization_request_payload", self.check)

    def check(self, grant: Any, _redirect_uri: str) -> None:
        resource_of(grant.request, self._location)


class IssuerIdentification(IssuerParameter):
    def __init__(self, location: ServerLocation) -> None:
        self._location = location

    def get_issuer(self) -> str:
        return self._location.base


def resource_of(request: PlainRequest, location: ServerLocation) -> str:
    """Return which resource a token is wanted for; the REST API when none is named. Raises `InvalidTargetError`."""
    wanted = request.form.get("resource") or location.api
    if wanted not in {location.api, location.mcp}:
        raise InvalidTargetError
    return wanted
