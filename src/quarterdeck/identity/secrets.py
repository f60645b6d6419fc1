"""Random secrets that are handed out once and kept as a hash: cookies, refresh tokens, sign-in links."""

import secrets
from hashlib import sha256


def new_secret() -> str:
    """Return 256 random bits as 43 characters that fit in URLs and cookies."""
    return secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """Return what is kept. With 256 random bits a slow hash would add nothing."""
    return sha256(secret.encode()).hexdigest()
