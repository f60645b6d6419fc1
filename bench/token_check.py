"""What recognising the caller adds to a request, beside a route that decodes a PyJWT token and looks nothing up.

The median of a route that answers the signed-in alone, less the median of the same route open to anybody, asked in
turn. Warm means that the caller was seen within five seconds; cold, that credential, account and rights are read anew.
The CPU time of the server decides, which on an idle machine is the time on the clock; the clock is told beside it.
"""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from bench.peers.bearer import make_token
from bench.probed import EMAIL, PASSWORD, Headers, Talk, deck, peer, talk
from bench.report import Line

GOALS = {"cold": 1.3, "warm": 0.7}
PUBLIC, SIGNED_IN, PURGE_REPOSITORY, CPU = "/bench/public", "/bench/signed-in", "/bench/forget", "/bench/cpu"


@dataclass(frozen=True)
class Request:
    """What is asked, again and again; `before` is asked first, untimed, and by default is the same."""

    server: Talk
    path: str
    headers: Headers
    before: str = ""

    def timed(self) -> tuple[float, float]:
        """Milliseconds of CPU and on the clock."""
        self.server.milliseconds(self.before or self.path, self.headers)
        clock = self.server.milliseconds(self.path, self.headers)
        return float(self.server.get(CPU)), clock


@dataclass(frozen=True)
class Cost:
    cpu: float
    clock: float

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(self.cpu - other.cpu, self.clock - other.clock)

    def __str__(self) -> str:
        return f"{self.cpu:.2f} ms CPU ({self.clock:.2f} ms on the clock)"


def run(*, quick: bool) -> list[Line]:
    with deck() as our_port, peer("bearer") as peer_port, talk(our_port) as us, talk(peer_port) as other:
        credentials = _credentials(us)
        requests = {
            "public": Request(us, PUBLIC, {}),
            "peer, public": Request(other, PUBLIC, {}),
            "peer": Request(other, SIGNED_IN, {"Authorization": f"Bearer {make_token()}"}),
            **{f"{name}, warm": Request(us, SIGNED_IN, headers) for name, headers in credentials.items()},
            **{
                f"{name}, cold": Request(us, SIGNED_IN, headers, PURGE_REPOSITORY)
                for name, headers in credentials.items()
            },
        }
        costs = _medians(requests, 200 if quick else 1_000)
    public, theirs = costs.pop("public"), costs.pop("peer") - costs.pop("peer, public")
    return [_line(name, cost - public, theirs) for name, cost in sorted(costs.items())]


def _medians(requests: dict[str, Request], rounds: int) -> dict[str, Cost]:
    """Ask each once a round, so that a machine that slows down slows all alike."""
    measured: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(rounds):
        for name, request in requests.items():
            measured[name].append(request.timed())
    return {name: Cost(*map(median, zip(*found, strict=True))) for name, found in measured.items()}


def _credentials(us: Talk) -> dict[str, Headers]:
    who = {"username": EMAIL, "password": PASSWORD}
    signed, _ = us.post("/api/v1/auth/login", who)
    _, cookie = us.post("/api/v1/auth/login", who | {"cookies": True})
    token = {"Authorization": f"Bearer {signed['access_token']}"}
    key, _ = us.post("/api/v1/auth/api-keys", {"name": "bench", "scopes": ["organizations:read"]}, token)
    return {"API key": {"Authorization": f"Bearer {key['key']}"}, "access token": token, "cookie": {"Cookie": cookie}}


def _line(what: str, ours: Cost, theirs: Cost) -> Line:
    ratio, goal = ours.cpu / theirs.cpu, GOALS[what.rpartition(" ")[2]]
    return Line(
        f"recognising the caller adds, by {what}", str(ours), f"HTTPBearer + PyJWT decode {theirs}",
        f"{ratio:.1f} x", f"<= {goal} x", ratio <= goal,
    )  # fmt: skip
