"""Dynamic registration on the wire (RFC 7591). Unknown fields are ignored there, so this body alone is not closed."""

from typing import Any, Final

from pydantic import Field

from quarterdeck.identity.oauth_server.clients.types import AUTH_METHODS
from quarterdeck.identity.oauth_server.redirects import LONGEST, MOST
from quarterdeck.infra.web.schema import ResponseModel

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
