"""Where a request comes from, as the connection tells; never as a header claims."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection


@dataclass(frozen=True, slots=True)
class Origin:
    """What a session keeps of where its sign-in came from."""

    peer: str
    user_agent: str


def peer_of(connection: HTTPConnection) -> str:
    """Return the peer's address as the server saw it; headers only count from configured proxies."""
    return connection.client.host[:64] if connection.client else "unknown"


def origin_of(request: HTTPConnection) -> Origin:
    """Say where a sign-in comes from, as its session will keep it."""
    return Origin(peer_of(request), request.headers.get("user-agent", "")[:300])
