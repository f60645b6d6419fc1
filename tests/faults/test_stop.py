"""SIGTERM: streams hear of it, jobs go back, and the process ends, whoever does not listen."""

import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.servers.deck import DeckProcess
from tests.waiting import wait_until

PROGRAM = Path(__file__).with_name("deck_with_streams.py").read_text(encoding="utf-8")


@pytest.fixture
def streaming(deck: DeckProcess) -> Iterator[DeckProcess]:
    deck.entry = PROGRAM
    deck.start()
    yield deck
    deck.kill()


def state_of_the_job(deck: DeckProcess) -> tuple[str, int]:
    with sqlite3.connect(deck.folder / "data" / "quarterdeck.db") as database:
        found = database.execute("SELECT state, attempts FROM jobs WHERE kind = 'test.wait'").fetchone()
    database.close()
    return found[0], found[1]


def test_a_server_told_to_stop_ends_its_streams_and_gives_its_job_back(streaming: DeckProcess) -> None:
    wait_until(lambda: state_of_the_job(streaming)[0] == "running")

    with httpx2.stream("GET", f"{streaming.url}/test/polite", timeout=10) as stream:
        lines = stream.iter_lines()
        assert next(lines) == "begun"
        code = streaming.stop()
        assert list(lines) == ["end"]

    assert code == 0
    assert state_of_the_job(streaming) == ("queued", 0)
    assert not (streaming.folder / "data" / "server.json").exists()


def test_a_stream_that_does_not_listen_and_half_a_request_hold_nobody_up(streaming: DeckProcess) -> None:
    host, port = httpx2.URL(streaming.url).host, httpx2.URL(streaming.url).port
    with (
        httpx2.stream("GET", f"{streaming.url}/test/deaf", timeout=10) as stream,
        socket.create_connection((host, port or 80)) as half,
    ):
        half.sendall(b"POST /api/v1/auth/login HTTP/1.1\r\nHost: deck\r\nContent-Length: 100\r\n\r\n{")
        next(stream.iter_lines())
        code = streaming.stop()

    assert code == 0
    assert state_of_the_job(streaming) == ("queued", 0)


@pytest.mark.parametrize("begun", ["", "data/quarterdeck.db-wal"], ids=["at once", "while it opens its database"])
def test_a_server_told_to_stop_before_it_is_up_stops(deck: DeckProcess, begun: str) -> None:
    deck.start_without_waiting()
    wait_until((deck.folder / begun).exists, pause=0.001)

    deck.stop()

    assert "Traceback" not in deck.log()
