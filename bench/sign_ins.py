"""Twenty people sign in by password at once: how long everybody else waits, beside a peer that hashes on its loop.

Two clocks: a tick every 5 ms on the server's own loop, and a process that asks for `/health/live` every 5 ms. The
same two while nobody signs in tell what the machine does of itself.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median, quantiles

from bench.load import ROOT
from bench.probed import EMAIL, PASSWORD, Talk, deck, peer, talk
from bench.report import Line

GOAL_MILLISECONDS = 50.0
AT_ONCE = 20
BOTH = "0,1"


@dataclass(frozen=True)
class Stalls:
    """One bounded time of one server, in milliseconds but for the sign-ins a second."""

    lag: list[float]
    probes: list[float]
    per_second: float


def run(*, quick: bool) -> list[Line]:
    with (
        deck(BOTH) as our_port,
        peer("hash_on_loop", BOTH) as peer_port,
        talk(our_port) as us,
        talk(peer_port) as other,
    ):
        _make_accounts(us)
        for number in range(AT_ONCE):
            other.post("/bench/user", _who(number))
        idle = _watched(our_port, lambda: time.sleep(2))
        rounds = range(1 if quick else 5)
        pairs = [(_sign_in_at_once(our_port, 3), _sign_in_at_once(peer_port, 1)) for _ in rounds]
    ours, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    mine, peers = _rate(ours), _rate(theirs)
    return [
        _line("longest stall of the loop", "lag", ours, theirs, idle),
        _line("slowest /health/live", "probes", ours, theirs, idle),
        Line(f"password sign-ins a second, {AT_ONCE} at once", f"{mine:.1f}", f"hash on the loop {peers:.1f}",
             f"{mine / peers:.2f} x", "", kept=True),
    ]  # fmt: skip


def _line(what: str, of: str, ours: list[Stalls], theirs: list[Stalls], idle: Stalls) -> Line:
    mine, peers = _all(of, ours), _all(of, theirs)
    shown = f"{max(mine):.0f} ms (p99 {_p99(mine):.0f} ms; idle {max(getattr(idle, of)):.0f} ms)"
    return Line(
        f"{AT_ONCE} password sign-ins at once: {what}", shown,
        f"hash on the loop {max(peers):.0f} ms (p99 {_p99(peers):.0f} ms)", f"{max(mine) / max(peers):.2f} x",
        f"<= {GOAL_MILLISECONDS:.0f} ms", max(mine) <= GOAL_MILLISECONDS,
    )  # fmt: skip


def _sign_in_at_once(port: int, times: int) -> Stalls:
    def sign_in(number: int) -> None:
        with talk(port) as server:
            for _ in range(times):
                server.post("/api/v1/auth/token", _who(number))

    def everybody() -> None:
        with ThreadPoolExecutor(AT_ONCE) as people:
            list(people.map(sign_in, range(AT_ONCE)))

    return _watched(port, everybody, AT_ONCE * times)


def _watched(port: int, work: Callable[[], None], sign_ins: int = 0) -> Stalls:
    _lag(port)
    command = [sys.executable, "-m", "bench.probe", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as probing:
        time.sleep(0.5)
        began = time.perf_counter()
        work()
        seconds = time.perf_counter() - began
        said, _ = probing.communicate()
    return Stalls(_lag(port), json.loads(said), sign_ins / seconds)


def _lag(port: int) -> list[float]:
    """Take the ticks of a server since the last time."""
    with talk(port) as server:
        late: list[float] = server.get("/bench/lag")
        return late


def _make_accounts(us: Talk) -> None:
    signed, _ = us.post("/api/v1/auth/token", {"email": EMAIL, "password": PASSWORD})
    for number in range(AT_ONCE):
        new = _who(number) | {"name": f"Person {number}"}
        us.post("/api/v1/users", new, {"Authorization": f"Bearer {signed['access_token']}"})


def _who(number: int) -> dict[str, str]:
    return {"email": f"person{number}@example.org", "password": PASSWORD}


def _all(of: str, stalls: list[Stalls]) -> list[float]:
    return [each for one in stalls for each in getattr(one, of)]


def _p99(found: list[float]) -> float:
    return quantiles(found, n=100)[-1]


def _rate(stalls: list[Stalls]) -> float:
    return median(one.per_second for one in stalls)
