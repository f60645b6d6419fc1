"""Claims of signed tokens that were verified lately: a signature costs more than everything else about a caller."""

from hashlib import sha256
from typing import Final, Generic, TypeVar

Claims = TypeVar("Claims")

LARGEST: Final = 10_000


class VerifiedTokens(Generic[Claims]):
    """Bounded, and keyed by the hash of the whole token, so that no token is kept and a changed one is another.

    What may change after a signature was verified (expiry, the key, the session or grant behind it) is for whoever
    asks to check each time.
    """

    def __init__(self) -> None:
        self._claims: dict[bytes, Claims] = {}

    def get(self, token: str) -> Claims | None:
        return self._claims.get(_digest(token))

    def put(self, token: str, claims: Claims) -> None:
        """Remember what a token says; only ever what was verified. The oldest makes room."""
        if len(self._claims) >= LARGEST:
            del self._claims[next(iter(self._claims))]
        self._claims[_digest(token)] = claims


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
