"""A full disk: a clear refusal, nothing half written, reads and sign-in go on, and it heals by itself."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE

import pytest

from tests.servers.deck import DeckProcess
from tests.shapes import assert_error

ORGANIZATIONS = "/api/v1/organizations"
ASK = """
import json, sqlite3, sys
database = sqlite3.connect(f"file:{sys.argv[1]}?mode=rw", uri=True)
print(json.dumps([value for (value,) in database.execute(sys.argv[2])]))
"""
SMALL_DISK = 'mount -t tmpfs -o size=24m tmpfs {folder} && exec "$@"'


def may_mount() -> bool:
    """A private mount name space needs root, and a container that allows it."""
    probe = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    return os.geteuid() == 0 and bool(shutil.which("unshare")) and subprocess.run(probe, check=False).returncode == 0


def fill(ballast: Path) -> None:
    with suppress(OSError), ballast.open("ab", buffering=0) as file:
        while file.write(b"x" * 4_096):
            pass


def ask_on_the_small_disk(deck: DeckProcess, question: str) -> list[str]:
    """Ask its database from inside its mounts.

    By `/proc/PID/root/…` one reads its files, but SQLite follows that link to our own root, and makes an empty
    database there, in which all is well.
    """
    inside = ["nsenter", "--mount", f"--target={deck.pid}", sys.executable, "-c", ASK]
    answer = subprocess.run([*inside, deck.folder / "data" / "quarterdeck.db", question], check=True, stdout=PIPE)
    found: list[str] = json.loads(answer.stdout)
    return found


@pytest.fixture
def small(deck: DeckProcess) -> Iterator[DeckProcess]:
    """A server whose data folder is a disk of 24 MB, mounted for that process alone."""
    if not may_mount():
        pytest.skip("mounting a small disk needs root and a container that allows it")
    data = deck.folder / "data"
    data.mkdir(exist_ok=True)
    # the note of the address must be seen from outside, where this disk is not: it is read through /proc
    deck.prefix = ("unshare", "--mount", "sh", "-c", SMALL_DISK.format(folder=data), "sh")
    deck.through_proc = True
    deck.start()
    yield deck
    deck.kill()


def test_a_full_disk_is_a_507_that_passes_when_there_is_room_again(small: DeckProcess) -> None:
    ballast = small.data() / "ballast"
    with small.client() as client:
        before = client.post(ORGANIZATIONS, json={"name": "before"})
        fill(ballast)
        large = {"description": "x" * 9_000}
        answers = [client.post(ORGANIZATIONS, json={"name": f"full {n}"} | large) for n in range(40)]
        refused = [answer for answer in answers if answer.status_code != 201]
        assert refused
        for answer in refused:
            assert_error(answer, 507, "STORAGE_FULL")
        assert client.get("/api/v1/auth/me").status_code == 200

        ballast.unlink()
        after = client.post(ORGANIZATIONS, json={"name": "after"})
        assert after.status_code == 201, after.text
        names = {item["name"] for item in client.get(ORGANIZATIONS, params={"limit": 100}).json()["items"]}
        verdict = client.get("/api/v1/audit/verify").json()

    assert before.status_code == 201
    written = {f"full {n}" for n, answer in enumerate(answers) if answer.status_code == 201}
    assert {"before", "after"} | written == {name for name in names if name in ("before", "after") or "full" in name}
    assert verdict["valid"]
    assert ask_on_the_small_disk(small, "PRAGMA integrity_check") == ["ok"]
    assert names <= set(ask_on_the_small_disk(small, "SELECT name FROM organizations"))
