"""Rounds of kill -9: write, kill at some instant, start again, and hold the ledger against what is there.

The instant is a number of answers, not a time: in half a second a busy machine writes so little that nothing is tried.
"""

import asyncio
import ssl
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from statistics import median

import httpx2

from tests.faults.expected import expected
from tests.faults.kept import Ask, Kept, read_kept
from tests.faults.ledger import Ledger
from tests.faults.oracle import problems
from tests.faults.probes import may_be_sent_again, send_again, try_everything
from tests.faults.writers import TOKEN, WRITERS, Writer, sign_in, write_until_killed
from tests.servers.deck import EMAIL, PASSWORD, DeckProcess
from tests.waiting import eventually

MOST_WRITES = 80
USERS = "/api/v1/users"


@dataclass
class Ordeal:
    """One server and its database under repeated kills; `ask` reads that database past the server."""

    deck: DeckProcess
    ask: Ask
    ledger: Ledger
    seed: int
    rounds: int = 0
    restarts: list[float] = field(default_factory=list)
    _tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    _admin: str = ""
    _credential: str = ""
    _people: list[str] = field(default_factory=list)
    _before: Kept | None = None

    async def begin(self) -> None:
        """Start the server; make the accounts that sign in and become members."""
        await asyncio.to_thread(self.deck.start)
        async with self._client() as client:
            signed = await client.post(TOKEN, json={"email": EMAIL, "password": PASSWORD})
            client.headers["Authorization"] = self._credential = f"Bearer {signed.json()['access_token']}"
            self._admin = (await client.get("/api/v1/auth/me")).json()["id"]
            for name in WRITERS:
                new = {"email": _email(name), "name": name, "role": "user", "password": PASSWORD}
                made = await client.post(USERS, json=new)
                assert made.status_code == 201, made.text
                self._people.append(made.json()["id"])
        self._before = await read_kept(self.ask)

    async def round(self) -> None:
        """Kill the server once, and find out whether it kept its word."""
        self.rounds += 1
        name, chance = f"r{self.rounds}", Random(f"{self.seed} {self.rounds}")  # noqa: S311 - to be replayed
        async with self._client() as client:
            writers = [self._writer(client, f"{name}-{each}", chance.random()) for each in WRITERS]
            for writer in writers[:2]:
                writer.session = await sign_in(writer)
            load = [write_until_killed(*pair) for pair in zip(WRITERS.values(), writers, strict=True)]
            running = asyncio.gather(*load)
            enough = self.ledger.acknowledged + chance.randrange(MOST_WRITES)
            await eventually(lambda: self.ledger.acknowledged >= enough, pause=0.001)
            self.deck.kill()
            await running
        self.restarts.append(await asyncio.to_thread(self.deck.start))
        async with self._client() as client:
            await self._look_at(name, self._writer(client, f"{name}-after", chance.random()))

    async def _look_at(self, name: str, writer: Writer) -> None:
        acts = [act for act in self.ledger if act.id.startswith(f"{name}-")]
        await self.check()
        for act in acts:
            if not act.acknowledged and may_be_sent_again(act) and writer.chance.random() < 0.5:
                await send_again(writer, act)
        await self.check()
        must = expected(self._admin, [act for act in self.ledger if act.happened])
        await try_everything(writer, acts, must)
        await self._check_audit(writer.client)

    async def check(self) -> None:
        assert self._before is not None
        kept = (await read_kept(self.ask)).since(self._before)
        found = problems(self.ledger, kept, self._admin)
        assert not found, f"round {self.rounds}, seed {self.seed}:\n" + "\n".join(found[:20])

    async def _check_audit(self, client: httpx2.AsyncClient) -> None:
        headers = {"Authorization": self._credential}
        verdict = (await client.get("/api/v1/audit/verify?limit=100000", headers=headers)).json()
        assert verdict["valid"], verdict
        assert verdict["complete"], verdict

    def told(self) -> str:
        """What has come to pass so far, on one line."""
        heard = Counter(act.acknowledged for act in self.ledger)
        unheard = [act for act in self.ledger if not act.acknowledged]
        return (
            f"{self.rounds} kills, {heard[True]} acknowledged writes, {heard[False]} unheard"
            f" ({sum(bool(act.happened) for act in unheard)} of them done), restart to ready"
            f" p50 {median(self.restarts):.2f} s, max {max(self.restarts):.2f} s"
        )

    def _writer(self, client: httpx2.AsyncClient, name: str, seed: float) -> Writer:
        chance = Random(seed)  # noqa: S311 - to be replayed
        return Writer(
            client, self.ledger, name, chance, self._credential, _email(name.rpartition("-")[2]), self._people
        )

    def _client(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(base_url=self.deck.url, timeout=30, verify=self._tls)


def _email(name: str) -> str:
    return f"{name}@example.org"
