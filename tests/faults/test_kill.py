"""kill -9 at random instants: every acknowledged write is there, once, with its event and its line in the audit log.

A handful of rounds by default; `KILL_ROUNDS=200 ./dev test tests/faults/test_kill.py` tells of each as it goes.
`KILL_SEED` repeats a run: the same writes and instants, as far as the machine allows.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.kept import Ask, ask_postgres, ask_sqlite
from tests.faults.ledger import Ledger
from tests.faults.ordeal import Ordeal
from tests.servers.deck import DeckProcess

FEW, SECONDS_A_ROUND = 6, 10
ROUNDS, SEED = int(os.environ.get("KILL_ROUNDS", FEW)), int(os.environ.get("KILL_SEED", "20261122"))
SETTINGS = {"RATE_LIMIT_AUTH": "100000", "RATE_LIMIT_PER_HOUR": "1000000", "ACCESS_TOKEN_EXPIRE_MINUTES": "1440"}


@pytest.fixture
def ask(request: pytest.FixtureRequest, deck: DeckProcess) -> Ask:
    """Reads the database of `deck`, which is the one that the test is run with."""
    if request.param == "sqlite":
        return ask_sqlite(deck.folder / "data" / "quarterdeck.db")
    deck.settings["DATABASE_URL"] = url = request.getfixturevalue("postgres_url")
    return ask_postgres(url)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.jsonl")
    yield opened
    opened.close()


@pytest.mark.timeout(60 + ROUNDS * SECONDS_A_ROUND)
@pytest.mark.parametrize("ask", ["sqlite", "postgresql"], indirect=True)
async def test_no_acknowledged_write_is_lost_or_doubled_however_often_the_server_is_killed(
    deck: DeckProcess, ask: Ask, ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    deck.settings |= SETTINGS
    ordeal = Ordeal(deck, ask, ledger, SEED)
    sys.stdout.write(f"KILL_SEED={SEED} KILL_ROUNDS={ROUNDS}, ledger and data are in {deck.folder}\n")
    await ordeal.begin()

    for _ in range(ROUNDS):
        await ordeal.round()
        if "DATABASE_URL" not in deck.settings:
            assert await ask("PRAGMA integrity_check") == [("ok",)]
        if ROUNDS > FEW:
            with capsys.disabled():
                sys.stdout.write(f"\r{ordeal.told()}")
                sys.stdout.flush()

    await ordeal.check()
    assert sum(act.acknowledged for act in ledger) > ROUNDS
