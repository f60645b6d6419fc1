"""An address to call, read once. What is connected to is put together from the parts, never parsed again."""

import ipaddress
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from quarterdeck.infra.outbound.addresses import is_public
from quarterdeck.infra.outbound.errors import OutboundRefused
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.hosts import canonical_host, canonical_place, in_url

LONGEST = 2_000
PORTS = {"https": 443, "http": 80}

# No user name, no fragment, no backslash, nothing invisible, no port in words or with a sign.
_URL = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\x00-\x20\x7f/?#@:%\\\[\]]+)"
    r"(:(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<target>[/?][A-Za-z0-9\-._~:/?@!$&'()*+,;=%\[\]]*)?"
)

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a request goes. `listed` says that an administrator allowed this host and port by name."""

    scheme: str
    host: str
    port: int
    target: str
    listed: bool

    @property
    def authority(self) -> str:
        """The value of `Host`: the name that was given, and the port where it is not the usual one."""
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{in_url(self.host)}{port}"

    @property
    def text(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def listed_places(settings: Settings, private: Iterable[str] | None = None) -> frozenset[Place]:
    """Return the hosts and ports that an administrator allows although they are private.

    `private` is the list of one purpose; without it, that of what administrators configure themselves.
    """
    return frozenset(
        canonical_place(text) for text in (settings.outbound.private_hosts if private is None else private)
    )


def checked_url(url: str, settings: Settings, private: Iterable[str] | None = None) -> Destination:
    """Read an address before it is stored or called; the addresses behind its name are checked at each connect.

    Raises OutboundRefused.
    """
    return parse(url, listed_places(settings, private))


def parse(url: str, listed: Collection[Place]) -> Destination:
    """Read `url`, which must be https unless its host and port are in `listed`. Raises OutboundRefused."""
    match = _URL.fullmatch(url) if len(url) <= LONGEST else None
    if match is None:
        raise OutboundRefused
    try:
        host = canonical_host(match["host"])
    except ValueError as error:
        raise OutboundRefused from error
    port = int(match["port"] or PORTS[match["scheme"]])
    target = match["target"] or "/"
    found = Destination(
        match["scheme"], host, port, target if target.startswith("/") else f"/{target}", (host, port) in listed
    )
    if port > 65_535 or not (found.listed or (found.scheme == "https" and not _is_inside(host))):  # noqa: PLR2004
        raise OutboundRefused
    return found


def _is_inside(host: str) -> bool:
    """Whether the text alone already says that the host is not a public one."""
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
