"""`quarterdeck events tail` beside a real server, which goes away and comes back."""

import json
import subprocess
import sys
import threading
from queue import Queue
from typing import Any

import httpx2
import pytest

from tests.servers.deck import ENTRY, DeckProcess

PATIENCE = 30


class Tail:
    """A running command; `next` waits for what it prints next."""

    def __init__(self, deck: DeckProcess, *options: str) -> None:
        command = [sys.executable, "-c", ENTRY, "events", "tail", "--json", *options]
        self.process = subprocess.Popen(
            command, cwd=deck.folder, env=deck._environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._lines: Queue[bytes] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def next(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._lines.get(timeout=PATIENCE))
        return found

    def ended(self) -> int:
        """Wait for the end, and return the exit code."""
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line)


@pytest.fixture
def running(deck: DeckProcess) -> DeckProcess:
    deck.start()
    return deck


def make(client: httpx2.Client, name: str) -> None:
    assert client.post("/api/v1/organizations", json={"name": name}).status_code == 201


def test_what_happens_while_the_server_is_away_is_printed_once_it_is_back(running: DeckProcess) -> None:
    tail = Tail(running, "--types", "organization.created", "--after", "0", "--count", "3")
    with running.client() as client:
        make(client, "One")
        told = [tail.next()]
        running.kill()
        running.start()
    with running.client() as client:
        make(client, "Two")
        make(client, "Three")

    told += [tail.next(), tail.next()]

    seqs = [event["seq"] for event in told]
    assert seqs == sorted(set(seqs))
    assert tail.ended() == 0


def test_a_refusal_ends_it(running: DeckProcess) -> None:
    tail = Tail(running, "--types", "Not A Type!")

    assert tail.ended() == 1
