"""Secrets at rest: AES-256-GCM, bound to the place they are kept in."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from quarterdeck.infra.settings import Settings

NONCE = 12
VERSION = b"\x01"


class SealBroken(Exception):
    """A sealed value does not open: another key, another place, or it was tampered with."""


class Keyring:
    """Keys derived from `SECRET_KEY`, one for each purpose, so that no two uses share a key."""

    def __init__(self, settings: Settings) -> None:
        self._root = settings.security.secret_key.get_secret_value().encode()
        self._cipher = AESGCM(self.derive("seal"))
        self._mac_key = self.derive("mac")

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes that only this root key and `purpose` give (HKDF-SHA256)."""
        return HKDF(hashes.SHA256(), 32, salt=None, info=f"quarterdeck/{purpose}".encode()).derive(self._root)

    def seal(self, value: bytes, place: str) -> bytes:
        """Encrypt `value` for `place` (`table:row:column`); it opens nowhere else."""
        nonce = os.urandom(NONCE)
        return VERSION + nonce + self._cipher.encrypt(nonce, value, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Decrypt what `seal` made for the same place, or raise `SealBroken`."""
        if sealed[:1] != VERSION or len(sealed) <= NONCE:
            raise SealBroken
        try:
            return self._cipher.decrypt(sealed[1 : NONCE + 1], sealed[NONCE + 1 :], place.encode())
        except InvalidTag:
            raise SealBroken from None

    def mac(self, message: bytes) -> bytes:
        """HMAC-SHA256 under the key for chains and checks."""
        signer = hmac.HMAC(self._mac_key, hashes.SHA256())
        signer.update(message)
        return signer.finalize()
