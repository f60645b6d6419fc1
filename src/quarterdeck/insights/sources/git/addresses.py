"""Which remote addresses may be cloned. An allow-list of shapes, then of the addresses behind the name."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from quarterdeck.infra.outbound.addresses import Address, Resolver, checked_addresses, resolve
from quarterdeck.infra.outbound.errors import OutboundFailed, OutboundRefused
from quarterdeck.insights.sources.git.errors import HostUnknown, PrivateAddress, UnsafeUrl
from quarterdeck.kit.hosts import canonical_host

HTTPS_ONLY = frozenset({"https"})
KNOWN_SCHEMES = frozenset({"https", "http", "ssh"})  # whatever a caller allows, nothing else is ever cloned
PORTS = {"https": 443, "http": 80, "ssh": 22}
LENGTH_LIMIT = 2_000

# Letters, digits, dots and hyphens; no leading hyphen, which ssh would take for an option.
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
_PATH = re.compile(r"/[A-Za-z0-9._~+@%/-]+")
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}")


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
    return RemoteUrl(parts.scheme, _canonical(host), port or PORTS[parts.scheme], parts.path, user)


def _canonical(host: str) -> str:
    """Git reads `127.1` and `0x7f.1` as numbers where our pin knows them as names, so such are refused."""
    try:
        return canonical_host(host)
    except ValueError as error:
        raise UnsafeUrl from error


def pinned_addresses(url: RemoteUrl, *, private: bool = False, resolver: Resolver = resolve) -> tuple[Address, ...]:
    """Return the addresses that git is told to connect to, by the one rule for calling out.

    Raises HostUnknown, PrivateAddress. `private` is for the administrator's own command line and listed hosts.
    """
    try:
        return checked_addresses(url.host, url.port, private=private, resolver=resolver)
    except OutboundFailed as error:
        raise HostUnknown from error
    except OutboundRefused as error:
        raise PrivateAddress from error
