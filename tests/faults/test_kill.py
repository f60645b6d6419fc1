"""kill -9 at random instants: every acknowledged write is there, once, with its event and its line in the audit log.

A handful of rounds in every run, and `KILL_ROUNDS` (200) with `./dev test --slow`, which tells of each as it goes.
`KILL_SEED` repeats a run: the same writes and instants, as far as the machine allows.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.kept import Ask, ask_postgres, ask_sqlite
from tests.faults.ledger import Ledger
from tests.faults.ordeal import Ordeal
from tests.servers.deck import DeckProcess

FEW, SECONDS_A_ROUND = 6, 60
MANY, SEED = int(os.environ.get("KILL_ROUNDS", "200")), int(os.environ.get("KILL_SEED", "20261122"))
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


both_databases = pytest.mark.parametrize("ask", ["sqlite", "postgresql"], indirect=True)


@both_databases
async def test_no_acknowledged_write_is_lost_or_doubled_however_often_the_server_is_killed(
    deck: DeckProcess, ask: Ask, ledger: Ledger
) -> None:
    await killed(Ordeal(deck, ask, ledger, SEED), FEW)


@pytest.mark.slow
@pytest.mark.timeout(60 + MANY * SECONDS_A_ROUND)
@both_databases
async def test_none_is_lost_in_many_rounds_either(
    deck: DeckProcess, ask: Ask, ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    def tell(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\r{line}")
            sys.stdout.flush()

    await killed(Ordeal(deck, ask, ledger, SEED), MANY, tell)


async def killed(ordeal: Ordeal, rounds: int, tell: Callable[[str], None] = lambda _line: None) -> None:
    deck, ask, ledger = ordeal.deck, ordeal.ask, ordeal.ledger
    deck.settings |= SETTINGS
    sys.stdout.write(f"KILL_SEED={SEED}, {rounds} rounds, ledger and data are in {deck.folder}\n")
    await ordeal.begin()
    for _ in range(rounds):
        await ordeal.round()
        if "DATABASE_URL" not in deck.settings:
            assert await ask("PRAGMA integrity_check") == [("ok",)]
        tell(ordeal.told())
    await ordeal.check()
    assert ledger.acknowledged > rounds
