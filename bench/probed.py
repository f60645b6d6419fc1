"""Servers with a bare route and a tick on their loop, ours and peers, and a connection to talk to them."""

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import Any

from bench.load import free_port, process, uvicorn

EMAIL, PASSWORD = "bench@example.org", "correct horse battery staple"
MANY = str(10**6)
# the limits count as ever, and are out of reach
ENVIRONMENT = {
    "ENVIRONMENT": "test",
    "LOG_LEVEL": "WARNING",
    "ADMIN_EMAIL": EMAIL,
    "ADMIN_PASSWORD": PASSWORD,
    "ACCESS_TOKEN_EXPIRE_MINUTES": "1440",
    **dict.fromkeys(("RATE_LIMIT_AUTH", "RATE_LIMIT_CREATE", "RATE_LIMIT_READ", "RATE_LIMIT_PER_HOUR"), MANY),
    **dict.fromkeys(("RATE_LIMIT_SESSION_READ", "RATE_LIMIT_SESSION_WRITE"), MANY),
}
Headers = Mapping[str, str]


class Talk:
    """One connection that stays open, and one request on it at a time."""

    def __init__(self, port: int) -> None:
        self._server = HTTPConnection("127.0.0.1", port)

    def milliseconds(self, path: str, headers: Headers | None = None) -> float:
        began = time.perf_counter()
        self._ask("GET", path, None, headers or {})
        return (time.perf_counter() - began) * 1000

    def get(self, path: str, headers: Headers | None = None) -> Any:
        return json.loads(self._ask("GET", path, None, headers or {})[0])

    def post(self, path: str, body: Mapping[str, Any], headers: Headers | None = None) -> tuple[Any, str]:
        """Return the answer, and the cookie that it sets."""
        found, cookie = self._ask(
            "POST", path, json.dumps(body), {"Content-Type": "application/json", **(headers or {})}
        )
        return json.loads(found), cookie

    def close(self) -> None:
        self._server.close()

    def _ask(self, method: str, path: str, body: str | None, headers: Headers) -> tuple[bytes, str]:
        self._server.request(method, path, body, dict(headers))
        answer = self._server.getresponse()
        found = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{method} {path}: {answer.status} {found!r}")
        return found, (answer.getheader("set-cookie") or "").partition(";")[0]


@contextmanager
def deck(cores: str = "0") -> Iterator[int]:
    """Run the real server on a new database; yields its port."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = ENVIRONMENT | {"DATA_DIR": folder, "PORT": str(port)}
        command = [sys.executable, "-m", "bench.deck_with_probes"]
        with process(command, f"http://127.0.0.1:{port}/health/ready", environment, cores):
            yield port


@contextmanager
def peer(name: str, cores: str = "0") -> Iterator[int]:
    port = free_port()
    with process(uvicorn(f"bench.peers.{name}:app", port), f"http://127.0.0.1:{port}/openapi.json", {}, cores):
        yield port


@contextmanager
def talk(port: int) -> Iterator[Talk]:
    with closing(Talk(port)) as line:
        yield line
