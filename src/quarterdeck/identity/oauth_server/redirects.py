"""Where a client may be sent back to. Decided on text: what is not exactly the listed address is another one."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from quarterdeck.kit.hosts import is_loopback_host

LONGEST: Final = 2_000
MOST: Final = 20

# No user name, no fragment, no backslash, nothing invisible: two readers of such an address could disagree.
_ADDRESS = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<rest>[/?][A-Za-z0-9\-._~:/?@!$&'()*+,;=%]*)?"
)

# Where the clients live that register by themselves. `*` is one path segment.
KNOWN: Final = (
    "https://chatgpt.com/connector/oauth/*",
    "https://chatgpt.com/connector_platform_oauth_redirect",
    "https://claude.ai/api/mcp/auth_callback",
    "https://claude.com/api/mcp/auth_callback",
)
_KNOWN = re.compile("|".join(re.escape(known).replace(r"\*", "[A-Za-z0-9_-]{1,128}") for known in KNOWN))


def is_address(uri: str) -> bool:
    """Tell whether `uri` can be a redirect address: https, or http to this very computer; in lower case up to the path.

    A path with dot segments is none, since browsers would walk it.
    """
    match = _ADDRESS.fullmatch(uri) if len(uri) <= LONGEST else None
    if match is None or int(match["port"] or 0) > 65_535:  # noqa: PLR2004 - the last port
        return False
    path = (match["rest"] or "").partition("?")[0].lower().replace("%2e", ".")
    if {".", ".."} & set(path.split("/")):
        return False
    return match["scheme"] == "https" or is_loopback_host(match["host"])


def is_loopback(uri: str) -> bool:
    """Tell whether `uri` leads by http to a program on the person's own computer."""
    match = _ADDRESS.fullmatch(uri)
    return match is not None and match["scheme"] == "http" and is_loopback_host(match["host"])


def host_of(uri: str) -> str:
    """Return what a person is shown of an address: its host, and the port when it names one."""
    match = _ADDRESS.fullmatch(uri)
    if match is None:
        return ""
    return f"{match['host']}:{match['port']}" if match["port"] else match["host"]


def is_listed(uri: str, listed: Collection[str]) -> bool:
    """Tell whether `uri` is one of `listed`: character for character, but a loopback one on any port (RFC 8252 7.3)."""
    if uri in listed:
        return is_address(uri)
    if not (is_address(uri) and is_loopback(uri)):
        return False
    wanted = _without_port(uri)
    return any(is_loopback(each) and _without_port(each) == wanted for each in listed)


def may_register_itself(uri: str, more_hosts: Iterable[str]) -> bool:
    """Tell whether a client that nobody vouches for may name `uri`; `more_hosts` are an administrator's own."""
    if not is_address(uri):
        return False
    return is_loopback(uri) or _KNOWN.fullmatch(uri) is not None or _is_at(uri, more_hosts)


def _is_at(uri: str, hosts: Iterable[str]) -> bool:
    return uri.startswith("https://") and host_of(uri) in {host.strip().lower() for host in hosts}


def _without_port(uri: str) -> str:
    match = _ADDRESS.fullmatch(uri)
    return f"{match['host']}{match['rest'] or ''}" if match is not None else uri
