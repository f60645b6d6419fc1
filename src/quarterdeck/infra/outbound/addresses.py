"""Which addresses may be connected to: those that anybody may reach, and none that leads back inside."""

import ipaddress
import socket
from collections.abc import Callable, Sequence

from quarterdeck.infra.outbound.errors import OutboundFailed, OutboundRefused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # so neither mapped, translated (64:ff9b::), local nor multicast

# Global by the letter of `is_global`, but a way to somewhere else: tunnels, relays, protocol assignments.
_SIDE_DOORS = tuple(
    ipaddress.ip_network(block)
    for block in ("2001::/23", "2002::/16", "3fff::/20", "192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4")
)


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's name service for every address of `host`. Raises OutboundFailed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutboundFailed("name") from error
    return tuple(dict.fromkeys(str(address[4][0]) for address in found))


def checked_addresses(
    host: str, port: int, *, private: bool = False, resolver: Resolver = resolve
) -> tuple[Address, ...]:
    """Return the addresses to connect to, which must not be asked for a second time. Blocks on the name service.

    One that is not public taints them all: it may be a rebinding. `private` is for what an administrator listed.
    Raises OutboundFailed for a name without addresses, OutboundRefused.
    """
    addresses = tuple(ipaddress.ip_address(text.partition("%")[0]) for text in resolver(host, port))
    if not addresses:
        raise OutboundFailed("name")
    if not private and not all(is_public(address) and not is_own(address) for address in addresses):
        raise OutboundRefused("That host is, or may resolve to, an address that is not public")
    return addresses


def is_public(address: Address) -> bool:
    """Whether the address is reachable from everywhere, and carries no other address inside."""
    return (
        address.is_global
        and not address.is_multicast
        and (address.version == 4 or address in _GLOBAL_UNICAST)  # noqa: PLR2004 - IPv4
        and not any(address in block for block in _SIDE_DOORS if block.version == address.version)
    )


def is_own(address: Address) -> bool:
    """Whether this machine itself holds the address. Nothing is sent: the kernel only picks a route."""
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET  # noqa: PLR2004 - IPv6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), 9))
            return bool(ipaddress.ip_address(probe.getsockname()[0]) == address)
    except OSError:  # no route there at all
        return False
