"""What the standards ask on the wire: tokens (RFC 6749), registration (RFC 7591) and their errors."""

from typing import Any, Final

from pydantic import Field

from quarterdeck.identity.oauth_server.clients.types import AUTH_METHODS
from quarterdeck.identity.oauth_server.redirects import LONGEST, MOST
from quarterdeck.infra.web.schema import ResponseModel

# Unknown fields are ignored, as RFC 7591 wants: this body alone is not closed.
REGISTRATION: Final[dict[str, Any]] = {
    "security": [],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["redirect_uris"],
                    "properties": {
                        "redirect_uris": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": MOST,
                            "items": {"type": "string", "maxLength": LONGEST},
                        },
                        "client_name": {"type": "string", "maxLength": 1_000},
                        "token_endpoint_auth_method": {"enum": list(AUTH_METHODS)},
                        "scope": {"type": "string", "maxLength": 4_000},
                    },
                }
            }
        },
    },
}


class RegistrationOut(ResponseModel):
    client_id: str
    client_id_issued_at: int
    client_name: str
    redirect_uris: list[str]
    token_endpoint_auth_method: str
    grant_types: list[str]
    response_types: list[str]
    scope: str
    client_secret: str | None = Field(default=None, description="Shown this once, and only to confidential clients")
    client_secret_expires_at: int | None = None


class StandardError(ResponseModel):
    """The shape of RFC 6749 and RFC 7591; every other route of this server answers in our own."""

    error: str = Field(examples=["invalid_grant"])
    error_description: str | None = None


class TokenOut(ResponseModel):
    access_token: str
    token_type: str = Field(examples=["Bearer"])
    expires_in: int = Field(examples=[600])
    refresh_token: str = Field(description="Works once; the answer to it brings the next")
    scope: str = Field(examples=["projects:read analytics:read"])
