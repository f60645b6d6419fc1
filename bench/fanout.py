"""One event to many open readers on one worker: how late the last of them hears it, and what each costs in memory.

Late is from the `time` of the event, by the one clock of this machine, until its bytes reach the reader's process. The
server takes that time within the transaction, shortly before the commit: the commit itself is counted, so the figure is
never better than one from the moment at which the change is durable. What the request waits before its transaction
writes, and how long its answer takes, is not counted. The bare server takes the time as it tells, and commits nothing.
"""

import asyncio
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from websockets.sync.client import connect

from bench.list_route import local_credential
from bench.load import free_port, process
from bench.report import Line
from bench.startup import resident_memory

Process = subprocess.Popen[bytes]
Act = Callable[[], None]

LATENCY_GOAL_MS, MEMORY_GOAL_KB = 500.0, 100.0
KEYS = 50
SETTLE_SECONDS = 1.0
POST_SECONDS = 30.0
LONGEST_SECONDS = 240.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds from the act to the reader, over all readers and events, and kilobytes for each reader."""

    p99: float
    slowest: float
    kilobytes: float


def run(*, quick: bool) -> list[Line]:
    readers, events = (100, 5) if quick else (1_000, 20)
    streams = _measure_ours("sse", readers, events)
    sockets = _measure_ours("ws", readers, events)
    with _bare() as (server, port), _readers(["nobody asks"]) as client:
        bare = _measure(client, server, "ws", port, readers, _make_it_tell(port), events)
    return [
        *_lines(f"an event to {readers:,} server-sent streams", streams, bare),
        *_lines(f"an event to {readers:,} WebSockets", sockets, bare),
    ]


def _lines(what: str, ours: Measured, bare: Measured) -> list[Line]:
    return [
        Line(f"{what}, p99", f"{ours.p99:.0f} ms (slowest {ours.slowest:.0f})",
             f"bare websockets {bare.p99:.0f} ms (slowest {bare.slowest:.0f})", f"{ours.p99 / bare.p99:.1f} x",
             f"<= {LATENCY_GOAL_MS:.0f} ms", ours.p99 <= LATENCY_GOAL_MS),
        Line(f"{what}: memory of each", f"{ours.kilobytes:.0f} KB", f"bare websockets {bare.kilobytes:.0f} KB",
             f"{ours.kilobytes / bare.kilobytes:.1f} x", f"<= {MEMORY_GOAL_KB:.0f} KB",
             ours.kilobytes <= MEMORY_GOAL_KB),
    ]  # fmt: skip


def _measure_ours(kind: str, readers: int, events: int) -> Measured:
    """On a server of its own: memory that other readers have left would hide what these need."""
    with _ours() as (server, port, keys), _readers(keys) as client:
        return _measure(client, server, kind, port, readers, _make_teams(port, keys[0]), events)


def _measure(client: "Client", server: Process, kind: str, port: int, readers: int, act: Act, events: int) -> Measured:
    client.measure(server, kind, port, 1, act, 3)  # what is loaded or made at the first use counts for nobody
    return client.measure(server, kind, port, readers, act, events)


class Client:
    """The process that holds the readers, on the core that the server is not on."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def begin(self, keys: list[str]) -> None:
        self._say(json.dumps(keys))

    def measure(self, server: Process, kind: str, port: int, count: int, act: Act, events: int) -> Measured:
        before = resident_memory(server.pid)
        self._say(f"open {kind} 127.0.0.1 {port} {count}")
        assert self._heard()["open"] == count
        time.sleep(SETTLE_SECONDS)
        kilobytes = (resident_memory(server.pid) - before) * 1024 / count
        for _ in range(events):
            act()
            time.sleep(0.3)
        time.sleep(SETTLE_SECONDS)
        self._say("close")
        saw = self._heard()
        assert saw["fewest"] == events, f"a reader saw {saw['fewest']} of {events} events"
        late = sorted(seconds * 1000 for seconds in saw["seconds"])
        time.sleep(SETTLE_SECONDS)
        return Measured(late[int(len(late) * 0.99) - 1] if len(late) > 1 else late[0], late[-1], kilobytes)

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _heard(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, f"the readers ended, or took longer than {LONGEST_SECONDS:.0f} s"
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def _readers(keys: list[str]) -> Iterator[Client]:
    argv = ["taskset", "-c", "1", sys.executable, "-m", "bench.fanout_readers"]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        overdue = threading.Timer(LONGEST_SECONDS, process.kill)  # who waits for its words then finds none
        overdue.start()
        try:
            client = Client(process)
            client.begin(keys)
            yield client
        finally:
            overdue.cancel()
            process.kill()


@contextmanager
def _ours() -> Iterator[tuple[Process, int, list[str]]]:
    """The real server, and keys whose own limits are too high to be met."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "DATA_DIR": folder,
            "PORT": str(port),
            "LOG_LEVEL": "WARNING",
            "RATE_LIMIT_PROFILE": "team",
            "STREAMS_PER_PRINCIPAL": "5000",
        }
        quarterdeck = [str(Path(sys.executable).parent / "quarterdeck"), "serve"]
        with process(quarterdeck, f"http://127.0.0.1:{port}/health/ready", environment) as server:
            yield server, port, _keys(port, Path(folder))


def _keys(port: int, data: Path) -> list[str]:
    wanted = {
        "name": "bench",
        "scopes": ["organizations:read", "organizations:write"],
        "requests_per_minute": 10_000_000,
    }
    os.environ["DATA_DIR"] = str(data)
    bearer = {"Authorization": f"Bearer {asyncio.run(local_credential())}"}
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}/api/v1", headers=bearer) as client:
        return [client.post("/auth/api-keys", json=wanted).raise_for_status().json()["key"] for _ in range(KEYS)]


def _make_teams(port: int, key: str) -> Act:
    """Ordinary news: an act that changes rights, or begins a job, would measure that too."""
    bearer = {"Authorization": f"Bearer {key}"}
    client = httpx2.Client(base_url=f"http://127.0.0.1:{port}/api/v1", headers=bearer, timeout=POST_SECONDS)
    organization = client.post("/organizations", json={"name": "fan-out"}).raise_for_status().json()["id"]
    numbers = itertools.count()

    def act() -> None:
        body = {"name": f"team-{next(numbers)}", "organization_id": organization}
        client.post("/teams", json=body).raise_for_status()

    return act


@contextmanager
def _bare() -> Iterator[tuple[Process, int]]:
    port = free_port()
    peer = [sys.executable, "-m", "bench.peers.bare_sockets"]
    with process(peer, f"http://127.0.0.1:{port}/health", {"PEER_PORT": str(port)}) as server:
        yield server, port


def _make_it_tell(port: int) -> Act:
    def act() -> None:
        with connect(f"ws://127.0.0.1:{port}/", compression=None, proxy=None) as socket:
            socket.send("tell")

    return act
