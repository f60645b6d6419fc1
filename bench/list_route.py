"""An authenticated list of 20 (key, limit, tenant, total) beside a bare FastAPI route and the usual ORM one."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx2

from bench.load import free_port, process, requests_per_cpu_second, uvicorn
from bench.peers.rows import PEER_KEY
from bench.report import Line, in_turn, ratio_of_medians
from quarterdeck.server.deck import open_deck

Process = subprocess.Popen[bytes]
REPOSITORIES = 200
LIMIT_GOAL, ANEW_GOAL, PEER_GOAL = 0.6, 0.3, 5.0
QUARTERDECK = [str(Path(sys.executable).parent / "quarterdeck"), "serve"]
FORGETS = [sys.executable, "-m", "bench.deck_that_forgets"]


def run(*, quick: bool) -> list[Line]:
    seconds, rounds = (2, 3) if quick else (5, 5)
    with (
        _ours(QUARTERDECK) as (us, our_url, our_key),
        _ours(FORGETS) as (forgets, forgets_url, forgets_key),
        _peer("bare") as (bare_server, bare_url),
        _peer("orm") as (peer, orm_url),
    ):
        ours, anew, bare, orm = in_turn(
            rounds,
            lambda: requests_per_cpu_second(us, our_url, seconds, {"Authorization": f"Bearer {our_key}"}),
            lambda: requests_per_cpu_second(forgets, forgets_url, seconds, {"Authorization": f"Bearer {forgets_key}"}),
            lambda: requests_per_cpu_second(bare_server, bare_url, seconds),
            lambda: requests_per_cpu_second(peer, orm_url, seconds, {"Authorization": f"Bearer {PEER_KEY}"}),
        )
    against_bare, against_orm = ratio_of_medians(ours, bare), ratio_of_medians(ours, orm)
    anew_against_bare = ratio_of_medians(anew, bare)
    shown = f"{median(ours):,.0f}/CPU s"
    return [
        Line("authenticated list of 20 against a bare route", shown, f"FastAPI {median(bare):,.0f}/CPU s",
             f"{against_bare:.2f} x", f">= {LIMIT_GOAL} x", against_bare >= LIMIT_GOAL),
        Line("the same, written between each two reads", f"{median(anew):,.0f}/CPU s",
             f"FastAPI {median(bare):,.0f}/CPU s",
             f"{anew_against_bare:.2f} x", f">= {ANEW_GOAL} x", anew_against_bare >= ANEW_GOAL),
        Line("the same against the usual ORM route", shown, f"AsyncSession + aiosqlite {median(orm):,.0f}/CPU s",
             f"{against_orm:.1f} x", f">= {PEER_GOAL:.0f} x", against_orm >= PEER_GOAL),
    ]  # fmt: skip


@contextmanager
def _ours(argv: list[str]) -> Iterator[tuple[Process, str, str]]:
    """A server with 200 repositories, and a key whose own limit is too high to be met."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"DATA_DIR": folder, "PORT": str(port), "LOG_LEVEL": "WARNING", "RATE_LIMIT_PROFILE": "team"}
        url = f"http://127.0.0.1:{port}"
        with process(argv, f"{url}/health/ready", environment) as server:
            key = asyncio.run(_fill(url, Path(folder)))
            yield server, f"{url}/api/v1/repositories?page_size=20", key


async def _fill(url: str, data: Path) -> str:
    """Register repositories and make the key, as this machine's operator would through the command line."""
    os.environ["DATA_DIR"] = str(data)
    bearer = {"Authorization": f"Bearer {await local_credential()}"}
    async with httpx2.AsyncClient(base_url=f"{url}/api/v1", headers=bearer) as client:
        wanted = {
            "name": "bench",
            "scopes": ["repositories:read", "repositories:write"],
            "requests_per_minute": 10_000_000,
        }
        made = await client.post("/auth/api-keys", json=wanted)
        key = str(made.raise_for_status().json()["key"])
        by_key = {"Authorization": f"Bearer {key}"}
        for number in range(REPOSITORIES):
            body = {"name": f"repository-{number}"}
            (await client.post("/repositories", json=body, headers=by_key)).raise_for_status()
    return key


async def local_credential() -> str:
    deck = open_deck(serving=False)
    async with deck.database() as database:
        return await deck.local_credential(database, deck.settings)


@contextmanager
def _peer(name: str) -> Iterator[tuple[Process, str]]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PEER_DATABASE": str(Path(folder, "peer.db"))}
        with process(
            uvicorn(f"bench.peers.{name}:app", port), f"http://127.0.0.1:{port}/openapi.json", environment
        ) as server:
            yield server, f"http://127.0.0.1:{port}/repositories"
