"""Signatures after Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, with a key written `whsec_<base64>`."""

import base64
import binascii
import hmac
import secrets
from datetime import datetime
from hashlib import sha256

from quarterdeck.events.inbox.kinds.core import Headers

PREFIX = "whsec_"
TOLERANCE_SECONDS = 300
MOST_SIGNATURES = 10


def new_secret() -> str:
    """Make a secret that every kind of sender can hold: as a signing key, or as the text it is."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def is_signed(headers: Headers, body: bytes, secret: str, moment: datetime) -> bool:
    """Tell whether one of the signatures is right and the time, which it covers, is of now."""
    key, stamp = _key(secret), headers.get("webhook-timestamp", "")
    if key is None or not stamp.isascii() or not stamp.isdigit() or len(stamp) > len("9999999999"):
        return False
    signed = f"{headers.get('webhook-id', '')}.{stamp}.".encode() + body
    expected = b"v1," + base64.b64encode(hmac.new(key, signed, sha256).digest())
    offered = headers.get("webhook-signature", "").split(" ")[:MOST_SIGNATURES]
    right = [hmac.compare_digest(expected, one.encode()) for one in offered]
    return any(right) and abs(moment.timestamp() - int(stamp)) <= TOLERANCE_SECONDS


def _key(secret: str) -> bytes | None:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True) if secret.startswith(PREFIX) else None
    except binascii.Error:
        return None
