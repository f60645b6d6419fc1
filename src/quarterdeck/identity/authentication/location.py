"""Where this authorization server is, as its clients see it.

Issuer and audiences are compared character for character, so they come from the settings. Only a server without
`BASE_URL` that is called on its own machine takes its address from the request: there the name cannot be forged.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from quarterdeck.infra.settings import Settings
from quarterdeck.kit.errors import NotConfigured
from quarterdeck.kit.hosts import is_loopback_host

LONGEST_HOST: Final = 255


@dataclass(frozen=True, slots=True)
class ServerLocation:
    """The server's address, without a slash at the end; it is the issuer too."""

    base: str

    @property
    def api(self) -> str:
        """Return the audience of tokens for the REST API."""
        return f"{self.base}/api/v1"

    @property
    def mcp(self) -> str:
        """Return the audience of tokens for MCP."""
        return f"{self.base}/mcp"

    @property
    def path(self) -> str:
        return urlsplit(self.base).path

    def well_known(self, document: str, below: str = "") -> str:
        """Return the address of a metadata document: its name goes between host and path (RFC 8414, RFC 9728)."""
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}/.well-known/{document}{parts.path}{below}"


def location_of(connection: HTTPConnection, settings: Settings) -> ServerLocation | None:
    """Return where the server is; `None` when no setting says so and the request does not come from this machine."""
    base = settings.public_address
    if base:
        return ServerLocation(base)
    host = connection.headers.get("host", "")
    return _on_this_machine(host, connection.scope["scheme"], settings.server.base_path)


def required_location(connection: HTTPConnection, settings: Settings) -> ServerLocation:
    """Return where the server is. Raises `NotConfigured`."""
    location = location_of(connection, settings)
    if location is None:
        raise NotConfigured(
            "This server does not know its public address", hint="Set BASE_URL to the address its clients use"
        )
    return location


def _on_this_machine(host: str, scheme: str, base_path: str) -> ServerLocation | None:
    return _loopback(host, scheme, base_path) if len(host) <= LONGEST_HOST else None


@lru_cache(maxsize=64)  # asked for each request; small, since whoever calls chooses the key
def _loopback(host: str, scheme: str, base_path: str) -> ServerLocation | None:
    if not is_loopback_host(_name_of(host)):
        return None
    return ServerLocation(f"{'https' if scheme in {'https', 'wss'} else 'http'}://{host}{base_path}")


def _name_of(host: str) -> str:
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
