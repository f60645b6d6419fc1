"""The real server as a process of its own, that a test may kill, stop and start again on the same data."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from tests.databases import lay_file
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
ENTRY = "from tests.servers.serving import main; main()"
END_SECONDS = 180
EMAIL, PASSWORD = "admin@example.org", "correct horse battery staple"


@dataclass
class DeckProcess:
    """`quarterdeck serve` on `folder`, with the environment variables in `settings` and no others."""

    folder: Path
    settings: dict[str, str]
    entry: str = ENTRY
    prefix: tuple[str, ...] = ()
    through_proc: bool = False
    url: str = ""
    _process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> float:
        """Start, and return the seconds until the first request was answered."""
        begun = time.perf_counter()
        running = self.start_without_waiting()

        def is_ready() -> bool:
            assert running.poll() is None, self.log()
            return self._is_ready()

        wait_until(is_ready, pause=0.02)
        return time.perf_counter() - begun

    def start_without_waiting(self) -> "subprocess.Popen[bytes]":
        (self.folder / "data" / "server.json").unlink(missing_ok=True)
        with (self.folder / "log").open("ab") as log:
            command = [*self.prefix, sys.executable, "-c", self.entry, "serve"]
            self._process = subprocess.Popen(command, cwd=self.folder, env=self._environment(), stdout=log, stderr=log)
        return self._process

    def data(self) -> Path:
        """The data folder, as the server sees it even when it has mounts of its own."""
        folder = self.folder / "data"
        return Path(f"/proc/{self.pid}/root{folder}") if self.through_proc else folder

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """End it as a power cut would end a process: at this instant, with no last word."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to end, and return its exit code once it did."""
        return self._end(signal.SIGTERM)

    def client(self) -> httpx2.Client:
        """A client signed in as the administrator."""
        with httpx2.Client(base_url=self.url) as anonymous:
            answer = anonymous.post("/api/v1/auth/login", json={"username": EMAIL, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
        headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        return httpx2.Client(base_url=self.url, headers=headers, timeout=30)

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(how)
        code = self._process.wait(END_SECONDS)
        self._process = None
        return code

    def _is_ready(self) -> bool:
        try:
            self.url = json.loads((self.data() / "server.json").read_text())["url"]
            return httpx2.get(f"{self.url}/health/live", timeout=2).status_code == 200
        except (OSError, ValueError, httpx2.HTTPError):
            return False

    def _environment(self) -> dict[str, str]:
        plain = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return plain | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"} | self.settings


def deck_process(folder: Path) -> DeckProcess:
    """A server that is not started yet; rate limits are off, and it gets an administrator."""
    settings = {
        "ENVIRONMENT": "test",
        "DATA_DIR": str(folder / "data"),
        "PORT": "0",
        "RATE_LIMIT_PROFILE": "off",
        "ADMIN_EMAIL": EMAIL,
        "ADMIN_PASSWORD": PASSWORD,
        "GRACEFUL_TIMEOUT": "3",
    }
    lay_file(folder / "data" / "quarterdeck.db")
    return DeckProcess(folder, settings)


@pytest.fixture
def deck(tmp_path: Path, outside: None) -> Iterator[DeckProcess]:
    process = deck_process(tmp_path)
    yield process
    process.kill()
