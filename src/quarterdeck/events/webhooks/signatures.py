"""The secrets of webhooks, sealed, and the headers that they sign."""

from collections.abc import Mapping
from datetime import datetime

from quarterdeck.events.standard_webhooks import key_of, signature
from quarterdeck.events.webhooks.types import SealedSecrets
from quarterdeck.infra.crypto import Keyring


def sealed(keyring: Keyring, webhook_id: str, secret: str) -> bytes:
    """Return a secret's key as it is kept."""
    return keyring.seal(key_of(secret), _place(webhook_id))


def opened(keyring: Keyring, webhook_id: str, kept: SealedSecrets, moment: datetime) -> list[bytes]:
    """Return the keys that sign now, the present one first. Raises SealBroken."""
    signing = [kept.secret]
    if kept.former is not None and kept.former_until is not None and kept.former_until > moment:
        signing.append(kept.former)
    return [keyring.open(each, _place(webhook_id)) for each in signing]


def signed_headers(keys: list[bytes], message_id: str, moment: datetime, body: bytes) -> Mapping[str, str]:
    """Return the three headers that let a receiver know who sent `body`, and when."""
    timestamp = str(int(moment.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signature(key, message_id, timestamp, body) for key in keys),
    }


def _place(webhook_id: str) -> str:
    return f"webhooks:{webhook_id}:secret"
