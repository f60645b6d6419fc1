"""Dynamic client registration (RFC 7591), for clients that know no other way. Nobody vouches for what they say."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from quarterdeck.identity.names import shown_name
from quarterdeck.identity.oauth_server.clients import repository
from quarterdeck.identity.oauth_server.clients.service import add_new_client
from quarterdeck.identity.oauth_server.clients.types import AUTH_METHODS, OAuthClient
from quarterdeck.identity.oauth_server.redirects import MOST, host_of, may_register_itself
from quarterdeck.identity.oauth_server.scopes import OFFERED, in_order
from quarterdeck.identity.secrets import new_secret, secret_hash
from quarterdeck.infra.database import Session
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

UNUSED_KEPT: Final = timedelta(days=1)
"""How long a client that registered itself waits for its first yes."""

MOST_UNUSED: Final = 5_000
GRANTS: Final = ("authorization_code", "refresh_token")


class BadRegistration(Exception):
    """Refused, in the standard's words."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error, self.description = error, description


@dataclass(frozen=True, slots=True)
class Registration:
    """What a client asks to be registered as, once it is known to be sound."""

    name: str
    redirect_uris: tuple[str, ...]
    method: str
    scopes: frozenset[str]


def read_registration(body: Any, more_hosts: tuple[str, ...]) -> Registration:
    """Check a request; unknown fields are ignored, as the standard wants. Raises `BadRegistration`."""
    if not isinstance(body, dict):
        raise BadRegistration("invalid_client_metadata", "The body must be a JSON object")
    uris = _texts(body, "redirect_uris", "invalid_redirect_uri")
    if not 0 < len(uris) <= MOST or not all(may_register_itself(uri, more_hosts) for uri in uris):
        raise BadRegistration("invalid_redirect_uri", "A redirect address is not among those this server lets in")
    method = _text(body, "token_endpoint_auth_method") or "client_secret_basic"
    if method not in AUTH_METHODS:
        raise BadRegistration(
            "invalid_client_metadata", f"token_endpoint_auth_method is one of {', '.join(AUTH_METHODS)}"
        )
    if not {"code"}.issuperset(_texts(body, "response_types")):
        raise BadRegistration("invalid_client_metadata", "response_types holds code alone")
    if "authorization_code" not in (_texts(body, "grant_types") or GRANTS):
        raise BadRegistration("invalid_client_metadata", "grant_types must hold authorization_code")
    asked = frozenset((_text(body, "scope") or "").split()) & OFFERED
    name = shown_name(_text(body, "client_name"))
    return Registration(name or host_of(uris[0]), tuple(uris), method, asked or OFFERED)


async def register_dynamically(session: Session, wanted: Registration) -> dict[str, Any]:
    """Keep the client and return the standard's answer. Where too many wait unused, the oldest give way to it.

    Refusing instead would let whoever fills the places lock everybody else out.
    """
    excess = await repository.count_unused(session) - MOST_UNUSED + 1
    if excess > 0:
        await repository.purge_oldest_unused(session, excess)
    secret = None if wanted.method == "none" else new_secret()
    own_id = new_id()
    client = OAuthClient(
        id=own_id,
        client_id=own_id,
        kind="dynamic",
        name=wanted.name,
        redirect_uris=wanted.redirect_uris,
        scopes=wanted.scopes,
        secret_hash=secret_hash(secret) if secret else None,
        pkce="required",
        created_by=None,
        created_at=now(),
    )
    await add_new_client(session, None, client)
    return _answer(client, wanted.method, secret)


def _answer(client: OAuthClient, method: str, secret: str | None) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "client_id": client.client_id,
        "client_id_issued_at": int(client.created_at.timestamp()),
        "client_name": client.name,
        "redirect_uris": list(client.redirect_uris),
        "token_endpoint_auth_method": method,
        "grant_types": list(GRANTS),
        "response_types": ["code"],
        "scope": " ".join(in_order(client.scopes)),
    }
    return answer | ({"client_secret": secret, "client_secret_expires_at": 0} if secret else {})


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise BadRegistration("invalid_client_metadata", f"{name} must be text")
    return value or ""


def _texts(body: dict[str, Any], name: str, error: str = "invalid_client_metadata") -> list[str]:
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadRegistration(error, f"{name} must be a list of texts")
    return value
