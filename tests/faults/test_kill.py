"""kill -9 at random instants: every acknowledged write is there, once."""

import asyncio
import random
import sqlite3
from collections import Counter
from dataclasses import dataclass, field

import httpx2
import pytest

from tests.servers.deck import DeckProcess

ROUNDS = 12
WRITERS = 4
ORGANIZATIONS = "/api/v1/organizations"


@dataclass
class Ledger:
    """What the writers know: which of their writes were acknowledged, and which they never heard of."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    unheard: list[str] = field(default_factory=list)


async def write(client: httpx2.AsyncClient, ledger: Ledger, name: str) -> bool:
    """Write one organization under its own key. Returns whether the server answered."""
    try:
        answer = await client.post(ORGANIZATIONS, json={"name": name}, headers={"Idempotency-Key": name})
    except httpx2.HTTPError:
        ledger.unheard.append(name)
        return False
    assert answer.status_code == 201, answer.text
    made: str = answer.json()["id"]
    assert ledger.acknowledged.setdefault(name, made) == made, "the same key made two"
    return True


async def write_until_killed(url: str, credential: str, ledger: Ledger, writer: str) -> None:
    async with httpx2.AsyncClient(base_url=url, headers={"Authorization": credential}, timeout=10) as client:
        number = 0
        while await write(client, ledger, f"{writer}-{number}"):
            number += 1


async def one_round(deck: DeckProcess, credential: str, ledger: Ledger, number: int, delay: float) -> None:
    again, ledger.unheard = ledger.unheard, []
    async with httpx2.AsyncClient(base_url=deck.url, headers={"Authorization": credential}, timeout=10) as client:
        for name in again:
            assert await write(client, ledger, name)
    writers = [write_until_killed(deck.url, credential, ledger, f"r{number}-w{each}") for each in range(WRITERS)]
    running = asyncio.gather(*writers)
    await asyncio.sleep(delay)
    deck.kill()
    await running


def kept(client: httpx2.Client) -> Counter[tuple[str, str]]:
    """Every organization that is there, by a walk along cursors."""
    found: Counter[tuple[str, str]] = Counter()
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(ORGANIZATIONS, params={"cursor": cursor, "page_size": 100}).json()
        found.update((item["name"], item["id"]) for item in page["items"])
        cursor = page["next_cursor"]
    return found


@pytest.mark.timeout(300)
def test_no_acknowledged_write_is_lost_or_doubled_however_often_the_server_is_killed(deck: DeckProcess) -> None:
    chance = random.Random(20_261_121)  # noqa: S311 - the same instants each time, as far as the machine allows
    ledger = Ledger()
    deck.start()
    with deck.client() as client:
        credential = client.headers["authorization"]

    for number in range(ROUNDS):
        asyncio.run(one_round(deck, credential, ledger, number, chance.uniform(0.0, 0.4)))
        deck.start()

    with httpx2.Client(base_url=deck.url, headers={"Authorization": credential}, timeout=30) as client:
        found = kept(client)
        verdict = client.get("/api/v1/audit/verify").json()
    assert len(ledger.acknowledged) > ROUNDS
    lost = {pair for pair in ledger.acknowledged.items() if found[pair] != 1}
    assert not lost
    doubled = [name for name, times in Counter(name for name, _ in found.elements()).items() if times > 1]
    assert not doubled
    assert verdict["valid"], verdict
    deck.kill()
    with sqlite3.connect(deck.folder / "data" / "quarterdeck.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()
