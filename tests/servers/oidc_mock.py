"""`oidc-provider-mock`, an issuer that nobody here wrote, as a process of its own."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx2

from tests.waiting import wait_until


@contextmanager
def oidc_mock(*people: dict[str, Any]) -> Iterator[str]:
    """Serve until the block ends; yields the issuer's address. `people` can sign in there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-nonce",
        "true",
    ]
    for person in people:
        command += ["--user-claims", json.dumps(person)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _ready(f"http://127.0.0.1:{port}", process)
    finally:
        process.kill()
        process.wait()


def _ready(url: str, process: "subprocess.Popen[bytes]") -> str:
    def answers() -> bool:
        assert process.poll() is None, "oidc-provider-mock ended"
        with suppress(httpx2.TransportError):
            return httpx2.get(f"{url}/.well-known/openid-configuration", timeout=30).status_code == 200
        return False

    wait_until(answers, pause=0.05)
    return url
