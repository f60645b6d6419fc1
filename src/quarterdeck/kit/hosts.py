"""Names of hosts in one spelling, so that one host is one text, and spellings made to deceive are refused."""

import ipaddress
import re

import idna

LONGEST_NAME = 253

_LABELS = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PLACE = re.compile(r"(\[[^\]]*\]|[^:]+):([1-9][0-9]{0,4})")


def canonical_host(text: str) -> str:
    """Return a name in lower case and IDNA, or an address (IPv6 given in brackets, returned without).

    A name that ends in a number is an IPv4 address to some programs (`127.1`, `2130706433`, `0x7f.1`), so only
    the four plain decimals are taken. Raises ValueError.
    """
    if text.startswith("["):
        if not text.endswith("]") or "%" in text:
            raise ValueError("not an address")
        return ipaddress.IPv6Address(text[1:-1]).compressed
    name = _ascii(text).lower().removesuffix(".")
    if len(name) > LONGEST_NAME or not _LABELS.fullmatch(name):
        raise ValueError("not a host name")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return str(ipaddress.IPv4Address(name))
    return name


def canonical_place(text: str) -> tuple[str, int]:
    """Read `host:port`. Raises ValueError."""
    match = _PLACE.fullmatch(text)
    if match is None or int(match[2]) > 65_535:  # noqa: PLR2004 - the last port
        raise ValueError("not host:port")
    return canonical_host(match[1]), int(match[2])


def in_url(host: str) -> str:
    """Write a canonical host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def is_loopback_host(host: str) -> bool:
    """Tell whether a host, as it stands in an address, is this very computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    try:
        return idna.encode(text, uts46=True).decode()
    except idna.IDNAError as error:
        raise ValueError("not a host name") from error
