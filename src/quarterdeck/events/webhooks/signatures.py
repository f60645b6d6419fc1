"""Secrets of webhooks, and signatures as the Standard Webhooks specification 1.0 describes them."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from quarterdeck.events.webhooks.types import SealedSecrets
from quarterdeck.infra.crypto import Keyring

PREFIX: Final = "whsec_"
SECRET_BYTES = 32
BOTH_SIGN_FOR: Final = timedelta(hours=24)


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def shown(secret: bytes) -> str:
    """Write a secret as receivers are given it."""
    return PREFIX + base64.b64encode(secret).decode()


def place_of(webhook_id: str) -> str:
    """Return the place that a webhook's secrets are sealed for."""
    return f"webhooks:{webhook_id}:secret"


def opened(keyring: Keyring, webhook_id: str, sealed: SealedSecrets, moment: datetime) -> list[bytes]:
    """Return the secrets that sign now, the present one first. Raises SealBroken."""
    kept = [sealed.secret]
    if sealed.former is not None and sealed.former_until is not None and sealed.former_until > moment:
        kept.append(sealed.former)
    return [keyring.open(each, place_of(webhook_id)) for each in kept]


def signed_headers(signing: list[bytes], message_id: str, moment: datetime, body: bytes) -> Mapping[str, str]:
    """Return the three headers that let a receiver know who sent `body`, and when."""
    timestamp = str(int(moment.timestamp()))
    text = f"{message_id}.{timestamp}.".encode() + body
    signatures = (base64.b64encode(hmac.digest(secret, text, hashlib.sha256)).decode() for secret in signing)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
