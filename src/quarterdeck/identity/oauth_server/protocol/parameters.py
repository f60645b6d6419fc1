"""Parameters of a request, checked before anybody looks at them: each once, bounded, and of the standard's letters."""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import unquote_plus

MOST: Final = 40
LONGEST: Final = 4_096
_VISIBLE = re.compile(r"[\x20-\x7e]*")  # RFC 6749, appendix A
_STRICT = re.compile(r"[\x20\x21\x23-\x5b\x5d-\x7e]*")  # the same without quote and backslash
_REPEATED_IN_ERRORS: Final = ("response_type", "grant_type", "redirect_uri", "client_id", "scope", "resource")

PARAMETERS: Final[Mapping[str, int]] = {
    "client_id": 500,
    "client_secret": 200,
    "redirect_uri": 2_000,
    "response_type": 50,
    "response_mode": 50,
    "grant_type": 100,
    "scope": 4_000,
    "state": 2_000,
    "code": 200,
    "code_challenge": 128,
    "code_challenge_method": 20,
    "code_verifier": 128,
    "refresh_token": 200,
    "resource": 600,
    "token": LONGEST,
    "token_type_hint": 50,
}
"""The parameters that mean something here, and their lengths; others are ignored, as the standard wants."""


class BadParameters(Exception):
    """The request cannot be read; `description` is fit for an answer."""

    def __init__(self, description: str) -> None:
        super().__init__(description)
        self.description = description


def read(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the known parameters. Raises `BadParameters`."""
    found: dict[str, str] = {}
    for number, (name, value) in enumerate(pairs):
        if number >= MOST:
            raise BadParameters("Too many parameters")
        if name not in PARAMETERS:
            continue
        if name in found:
            raise BadParameters(f"{name} is there more than once")
        form = _STRICT if name in _REPEATED_IN_ERRORS else _VISIBLE
        if len(value) > PARAMETERS[name] or not form.fullmatch(value):
            raise BadParameters(f"{name} is too long, or has letters it cannot have")
        found[name] = value
    return {name: value for name, value in found.items() if value}  # without a value is as if left out


def client_of(authorization: str | None, given: Mapping[str, str]) -> str | None:
    """Return which client calls. Raises `BadParameters` when it says so in two ways."""
    in_header, in_body = _basic_client(authorization), given.get("client_id")
    if in_header is not None and ("client_secret" in given or in_body not in {None, in_header}):
        raise BadParameters("The client authenticates in more than one way")
    return in_header or in_body


def _basic_client(authorization: str | None) -> str | None:
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, separator, secret = base64.b64decode(encoded, validate=True).decode("ascii").partition(":")
    except (binascii.Error, ValueError):
        raise BadParameters("The Authorization header is not valid HTTP Basic") from None
    if not (name and separator and secret):
        raise BadParameters("The Authorization header is not valid HTTP Basic")
    return unquote_plus(name)
