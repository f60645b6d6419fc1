"""Proving a delivery that was signed after Standard Webhooks."""

import hmac
from datetime import datetime

from quarterdeck.events.inbox.kinds.core import Headers
from quarterdeck.events.standard_webhooks import key_of, signature

TOLERANCE_SECONDS = 300
MOST_SIGNATURES = 10


def is_signed(headers: Headers, body: bytes, secret: str, moment: datetime) -> bool:
    """Tell whether one of the signatures is right and the time, which it covers, is of now."""
    key, stamp = _key(secret), headers.get("webhook-timestamp", "")
    if key is None or not stamp.isascii() or not stamp.isdigit() or len(stamp) > len("9999999999"):
        return False
    expected = signature(key, headers.get("webhook-id", ""), stamp, body).encode()
    offered = headers.get("webhook-signature", "").split(" ")[:MOST_SIGNATURES]
    right = [hmac.compare_digest(expected, one.encode()) for one in offered]
    return any(right) and abs(moment.timestamp() - int(stamp)) <= TOLERANCE_SECONDS


def _key(secret: str) -> bytes | None:
    """Return no key for a plain text, which a sender of another kind may have chosen."""
    try:
        return key_of(secret)
    except ValueError:
        return None
