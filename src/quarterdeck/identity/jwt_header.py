"""The header of a JWT that nobody has checked yet: what it says is believed no further than to look up a key."""

from typing import Final

from joserfc import jws
from joserfc.errors import JoseError

LONGEST: Final = 65_536


def key_id_in(token: str) -> str | None:
    """Return the `kid` that the token names; `None` when there is none, or this is no token."""
    try:
        kid = jws.extract_compact(encoded(token)).headers().get("kid")
    except (JoseError, ValueError):
        return None
    return kid if isinstance(kid, str) else None


def encoded(token: str) -> bytes:
    """Return what the library takes. Raises `ValueError` for what is no token at a glance."""
    if len(token) > LONGEST or not token.isascii():
        raise ValueError("not a token")
    return token.encode("ascii")
