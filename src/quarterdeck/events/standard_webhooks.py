"""What both directions share of Standard Webhooks 1.0: how secrets are written, and how a message is signed."""

import base64
import hashlib
import hmac
import secrets
from typing import Final

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32


def new_secret() -> str:
    """Make a secret, written as the specification has it: senders that know only texts can hold it too."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def key_of(secret: str) -> bytes:
    """Return the key that a secret stands for. Raises `ValueError` for a text that is no such secret."""
    if not secret.startswith(PREFIX):
        raise ValueError("not a secret of Standard Webhooks")
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)


def signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """Sign a message: its id, its time in seconds since 1970, and its bytes."""
    text = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode()
