"""Which remote addresses may be cloned. An allow-list of shapes, then of the addresses behind the name."""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from quarterdeck.insights.sources.git.errors import HostUnknown, PrivateAddress, UnsafeUrl

HTTPS_ONLY = frozenset({"https"})
KNOWN_SCHEMES = frozenset({"https", "http", "ssh"})  # whatever a caller allows, nothing else is ever cloned
PORTS = {"https": 443, "http": 80, "ssh": 22}
LENGTH_LIMIT = 2_000

# Letters, digits, dots and hyphens; no leading hyphen, which ssh would take for an option.
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
_PATH = re.compile(r"/[A-Za-z0-9._~+@%/-]+")
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}")

Resolver = Callable[[str, int], Sequence[str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Public by the letter of `is_global`, but a door to somewhere else: translation, tunnels, relays, multicast.
_SIDE_DOORS = tuple(
    ipaddress.ip_network(block)
    for block in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "fec0::/10",
        "ff00::/8",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "224.0.0.0/4",
    )
)


@dataclass(frozen=True, slots=True)
class RemoteUrl:
    """An address whose every part has been checked; `text` is put together anew from the parts."""

    scheme: str
    host: str
    port: int
    path: str
    user: str | None = None

    @property
    def text(self) -> str:
        user = f"{self.user}@" if self.user else ""
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{user}{self.host}{port}{self.path}"


def parse_url(url: str, *, schemes: frozenset[str] = HTTPS_ONLY) -> RemoteUrl:
    """Read an address for cloning. Raises UnsafeUrl for every shape not plainly allowed.

    A user name is only taken for ssh, where it is part of the address; passwords, queries and fragments never.
    """
    if len(url) > LENGTH_LIMIT or not url.isascii() or not url.isprintable() or " " in url:
        raise UnsafeUrl
    try:
        parts = urlsplit(url)
        host, port, user = parts.hostname or "", parts.port, parts.username
    except ValueError as error:
        raise UnsafeUrl from error
    allowed = (
        parts.scheme in schemes & KNOWN_SCHEMES
        and url.startswith(f"{parts.scheme}://")  # not `HTTPS:`; and never `ext::`
        and _HOST.fullmatch(host)
        and _PATH.fullmatch(parts.path)
        and "/-" not in parts.path
        and ".." not in parts.path.split("/")
        and not parts.query
        and not parts.fragment
        and parts.password is None
        and port != 0
        and (user is None or (parts.scheme == "ssh" and _USER.fullmatch(user)))
    )
    if not allowed:
        raise UnsafeUrl
    return RemoteUrl(parts.scheme, host, port or PORTS[parts.scheme], parts.path, user)


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's name service for every address of `host`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise HostUnknown from error
    return tuple(dict.fromkeys(str(address[4][0]) for address in found))


def checked_addresses(url: RemoteUrl, *, private: bool = False, resolver: Resolver = resolve) -> tuple[Address, ...]:
    """Return the addresses to connect to. One that is not public taints them all: it may be a rebinding.

    Raises HostUnknown, PrivateAddress. `private` is for the administrator's own command line.
    """
    addresses = tuple(ipaddress.ip_address(text.partition("%")[0]) for text in resolver(url.host, url.port))
    if not addresses:
        raise HostUnknown
    if not private and not all(is_public(address) for address in addresses):
        raise PrivateAddress
    return addresses


def is_public(address: Address) -> bool:
    """Whether the address, and the one it may carry inside, is reachable from everywhere."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    return (
        address.is_global
        and not address.is_multicast
        and not any(address in block for block in _SIDE_DOORS if block.version == address.version)
    )
