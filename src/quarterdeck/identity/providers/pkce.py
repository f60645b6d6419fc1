"""The secrets of one sign-in, derived from the browser's cookie and the state, so that neither is stored."""

import base64
import hmac
from hashlib import sha256

from quarterdeck.identity.providers.types import AuthenticationRequest


def authentication_request(browser: str, state: str, redirect_uri: str) -> AuthenticationRequest:
    """Return the nonce and the PKCE verifier that only this browser and this state give."""
    nonce, verifier = (_derived(browser, f"{purpose}:{state}") for purpose in ("nonce", "verifier"))
    return AuthenticationRequest(state, nonce, verifier, redirect_uri)


def challenge_of(verifier: str) -> str:
    """RFC 7636, S256."""
    return _urlsafe(sha256(verifier.encode("ascii")).digest())


def _derived(browser: str, message: str) -> str:
    return _urlsafe(hmac.new(browser.encode(), message.encode(), sha256).digest())


def _urlsafe(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode("ascii")
