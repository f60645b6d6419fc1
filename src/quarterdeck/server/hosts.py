"""Which names this server answers to, so that another name made to point here (DNS rebinding) reaches nothing."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.types import Scope

from quarterdeck.infra.settings import Settings
from quarterdeck.kit.errors import Misdirected, QuarterdeckError, RateLimited
from quarterdeck.server.parts import Parts

# Probes and scrapers come by address, and these answer nothing that a name could protect.
OPEN_TO_PROBES = ("/health", "/metrics", "/internal/")


def answered_hosts(settings: Settings) -> frozenset[str] | None:
    """Return the names that count, or `None` while the server was told neither its address nor its names."""
    server = settings.server
    if not server.base_url and not server.allowed_hosts:
        return None
    own = {host_name(urlsplit(server.base_url).netloc), host_name(server.host), "localhost", "127.0.0.1", "::1"}
    return frozenset(own | {host_name(name) for name in server.allowed_hosts})


def is_misdirected(scope: Scope, hosts: frozenset[str] | None) -> bool:
    if hosts is None or scope["path"].removeprefix(scope.get("root_path", "")).startswith(OPEN_TO_PROBES):
        return False
    named = [value for name, value in scope["headers"] if name == b"host"]
    return len(named) != 1 or host_name(named[0].decode("latin-1")) not in hosts


async def misdirected(scope: Scope) -> QuarterdeckError:
    """Count and audit such a request, and return what is wrong with it; past the limit nothing more is written."""
    parts: Parts | None = getattr(scope["app"].state, "parts", None)  # none before the start is done
    if parts is not None:
        try:
            await parts.identity.refusals.note_host(HTTPConnection(scope))
        except RateLimited as error:
            return error
    return Misdirected()


def host_name(host: str) -> str:
    """Return the name of `name`, `name:port`, `[v6]` or `[v6]:port` in one form."""
    name = urlsplit(f"//{host}").hostname if _is_plain(host) else None
    return (name or host).rstrip(".").lower()


def _is_plain(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").netloc == host and urlsplit(f"//{host}").username is None
    except ValueError:
        return False
