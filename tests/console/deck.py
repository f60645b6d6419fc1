"""A real server in a process of its own, as a person starts it, with a folder of repositories it may read."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import APIRequestContext

from tests.servers.deck import ENTRY, ROOT
from tests.waiting import wait_until

EMAIL = "ada@example.org"
PASSWORD = "correct horse battery"
START_SECONDS = 120.0  # generous: the machine may be busy with other things
READ_SECONDS = 120.0
STOP_SECONDS = 120.0
SERVE = [sys.executable, "-c", ENTRY, "serve"]


@dataclass(frozen=True)
class Deck:
    url: str
    repositories: Path
    output: Path

    @property
    def console(self) -> str:
        return f"{self.url}/console"

    def sign_in_link(self) -> str:
        """The one-time link that the server printed; only a server without a set password prints one."""
        return next(word for word in self.output.read_text().split() if "/sign-in#token=" in word)


def add_and_read(deck: Deck, signed_in: APIRequestContext, path: Path) -> str:
    """Add a repository by the API and wait until it has been read; returns its id."""
    added = signed_in.post(f"{deck.url}/api/v1/repositories", data={"path": str(path)})
    assert added.status == 201, added.text()
    repository = str(added.json()["id"])

    def is_read() -> bool:
        sync = signed_in.get(f"{deck.url}/api/v1/repositories/{repository}").json()["sync"]
        assert sync["state"] in {"queued", "running", "done"}, sync
        return bool(sync["state"] == "done")

    wait_until(is_read, pause=0.1)
    return repository


@contextmanager
def running_deck(folder: Path, **settings: str) -> Iterator[Deck]:
    repositories, output = folder / "repositories", folder / "output.txt"
    repositories.mkdir()
    own = {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DATA_DIR": str(folder / "data"),
        "ENVIRONMENT": "test",
        "PORT": "0",
        "ADMIN_EMAIL": EMAIL,
        "REPOSITORY_ROOTS": str(repositories),
        "RATE_LIMIT_AUTH": "100",  # every test signs in from the one address
        "RATE_LIMIT_ANONYMOUS_PER_HOUR": "10000",
        "JOB_POLL_SECONDS": "0.1",
    }
    with output.open("w") as sink:
        process = subprocess.Popen(SERVE, cwd=folder, env=os.environ | own | settings, stdout=sink, stderr=sink)
    try:
        yield Deck(_address(process, folder / "data" / "server.json", output), repositories, output)
    finally:
        _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise


def _address(process: "subprocess.Popen[bytes]", note: Path, output: Path) -> str:
    def text() -> str:
        assert process.poll() is None, f"the server did not start:\n{output.read_text()}"
        return note.read_text() if note.is_file() else ""

    return str(json.loads(wait_until(text, pause=0.05))["url"])
