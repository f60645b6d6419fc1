"""What a client looks like outside its table."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

ClientKind = Literal["registered", "metadata", "dynamic"]
Pkce = Literal["required", "optional"]
AUTH_METHODS: Final = ("none", "client_secret_basic", "client_secret_post")
"""How a client may show at the token endpoint who it is; `none` is for public ones."""


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """A program that may ask for access.

    `registered` by an administrator, described by a `metadata` document at its own address, or `dynamic`: registered
    by itself. One with a secret proves who it is; the others are public.
    """

    id: str
    client_id: str
    kind: ClientKind
    name: str
    redirect_uris: tuple[str, ...]
    scopes: frozenset[str]
    secret_hash: str | None
    pkce: Pkce
    created_by: str | None
    created_at: datetime

    @property
    def is_public(self) -> bool:
        return self.secret_hash is None


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client to be registered by an administrator."""

    name: str
    redirect_uris: tuple[str, ...]
    scopes: frozenset[str]
    pkce: Pkce = "required"


@dataclass(frozen=True, slots=True)
class ClientChange:
    """What an administrator may change of a registered client; `None` leaves it as it is."""

    name: str | None = None
    redirect_uris: tuple[str, ...] | None = None
    scopes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class IssuedClient:
    """A client and its secret, which is shown this once."""

    client: OAuthClient
    secret: str
