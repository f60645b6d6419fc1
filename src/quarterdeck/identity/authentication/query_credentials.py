"""Credentials in the address of a socket: taken out before anything can log them."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, urlencode

from quarterdeck.kit.errors import BadRequest

QueryParameter = Literal["ticket", "token"]

SECRET_PARAMETERS: Final[frozenset[QueryParameter]] = frozenset({"ticket", "token"})
KEPT_IN: Final = "query_credentials"


@dataclass(frozen=True, slots=True)
class QueryCredentials:
    """What stood in the query: at most one of each is good."""

    ticket: tuple[str, ...] = field(default=(), repr=False)
    token: tuple[str, ...] = field(default=(), repr=False)

    def only(self) -> tuple[QueryParameter, str] | None:
        """Return the one parameter and its value. Raises `BadRequest` when there are several."""
        given: list[tuple[QueryParameter, str]] = [("ticket", value) for value in self.ticket]
        given += [("token", value) for value in self.token]
        if len(given) > 1:
            raise BadRequest("The address holds more than one ticket or token")
        return given[0] if given else None


def hide_credentials(scope: MutableMapping[str, Any]) -> None:
    """Move tickets and tokens from the query into the connection's state, where only socket authentication looks.

    The server's own log names each socket with its query, so this comes first of all.
    """
    pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    found: dict[str, tuple[str, ...]] = {
        name: tuple(value for key, value in pairs if key == name) for name in SECRET_PARAMETERS
    }
    if any(found.values()):
        rest = [(key, value) for key, value in pairs if key not in SECRET_PARAMETERS]
        scope["query_string"] = urlencode(rest).encode()
    scope.setdefault("state", {})[KEPT_IN] = QueryCredentials(**found)


def query_credentials(scope: MutableMapping[str, Any]) -> QueryCredentials:
    """Return what stood in the address of this connection."""
    if KEPT_IN not in scope.get("state", {}):
        hide_credentials(scope)
    kept: QueryCredentials = scope["state"][KEPT_IN]
    return kept
