"""The shape of an API key: `qd_<id>_<secret>_<checksum>`.

The id finds the row, the secret (43 characters of 62: 256 bits) proves it, and the checksum lets a mistyped or
made-up key be refused, and a leaked one be recognised by scanners, without asking the database.
"""

import re
import secrets
import string
import uuid
from binascii import crc32
from dataclasses import dataclass
from hashlib import sha256

PREFIX = "qd_"
_ALPHABET = string.digits + string.ascii_letters
_SHAPE = re.compile(
    r"(qd_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[0-9A-Za-z]{43})_([0-9a-f]{8})"
)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key at the one moment it can be shown, and the hash that is kept of it."""

    secret: str
    hash: str


def make_key(key_id: str) -> NewKey:
    body = f"{PREFIX}{uuid.UUID(key_id).hex}_{''.join(secrets.choice(_ALPHABET) for _ in range(43))}"
    secret = f"{body}_{_checksum(body)}"
    return NewKey(secret, hash_key(secret))


def key_id_of(secret: str) -> str | None:
    """Return the id that a well-formed key names, or `None` when its shape or checksum is wrong."""
    match = _SHAPE.fullmatch(secret)
    if match is None:
        return None
    body, *parts, checksum = match.groups()
    return "-".join(parts) if _checksum(body) == checksum else None


def hash_key(secret: str) -> str:
    """Hash a secret for keeping. The secret holds 256 bits, so a slow hash would add nothing."""
    return sha256(secret.encode()).hexdigest()


def _checksum(body: str) -> str:
    return f"{crc32(body.encode()):08x}"
