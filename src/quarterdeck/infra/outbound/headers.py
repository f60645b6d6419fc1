"""Headers of a request, which nobody may smuggle lines into, and of an answer, of which there are not too many."""

import re
from collections.abc import Mapping, Sequence

from quarterdeck.infra.outbound.errors import OutboundFailed, OutboundRefused

MOST = 100
LONGEST = 16_384

_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")

# What frames the message or names its receiver is for the client alone.
_RESERVED = {"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "upgrade", "te", "trailer"}
_RESERVED |= {"expect", "keep-alive", "proxy-authorization", "proxy-connection"}


def header_lines(own: Mapping[str, str], given: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Join the client's headers with the caller's, which may replace `User-Agent` and `Accept`.

    Raises OutboundRefused for one that is ill-formed, reserved or too long.
    """
    replaced = {name.lower() for name in given}
    if len(given) > MOST or not all(_is_sound(name, value) for name, value in given.items()):
        raise OutboundRefused("A header is ill-formed, too long or not the caller's to set")
    kept = [(name, value) for name, value in own.items() if name.lower() not in replaced]
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in (*kept, *given.items())]


def read_headers(lines: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return an answer's headers by their names in lower case; several of one name are joined by commas."""
    if len(lines) > MOST:
        raise OutboundFailed("answer")
    found: dict[str, str] = {}
    for raw_name, raw_value in lines:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _is_sound(name: str, value: str) -> bool:
    return bool(
        _NAME.fullmatch(name) and name.lower() not in _RESERVED and len(value) <= LONGEST and _VALUE.fullmatch(value)
    )
