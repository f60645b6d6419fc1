"""`quarterdeck add-repo` and `rebuild`, typed as a person types them, with no server running."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from quarterdeck.cli import add_repo
from quarterdeck.cli.app import build
from quarterdeck.cli.deck import Deck
from quarterdeck.cli.failures import Refused, checked
from quarterdeck.identity.api import make_local_credential
from quarterdeck.infra.settings import Settings
from quarterdeck.server.application import create_app
from quarterdeck.server.deck import serve_deck
from quarterdeck.server.migrate import migrate
from quarterdeck.server.working import work
from tests.insights.golden import build as build_golden

Command = Callable[..., Result]


@pytest.fixture
def deck(settings: Settings) -> Deck:
    return Deck(settings, create_app, serve_deck, work, migrate, make_local_credential)


@pytest.fixture
def quarterdeck(deck: Deck, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line on this test's own data; failures are raised, so that a test can look at them."""
    monkeypatch.setattr(add_repo.out, "width", 200)

    def open_deck(*, serving: bool) -> Deck:
        return deck

    app = build(open_deck)
    return lambda *words: CliRunner().invoke(app, words)


def test_a_clone_becomes_numbers_with_their_source(quarterdeck: Command, tmp_path: Path) -> None:
    clone = build_golden(tmp_path / "golden").path

    shown = quarterdeck("add-repo", str(clone), "--name", "golden", "--days", "3650")

    assert shown.exit_code == 0, shown.output
    assert "golden" in shown.output
    assert "derived" in shown.output
    assert "Line counts are complete" in shown.output


def test_rebuilt_facts_give_the_same_numbers(quarterdeck: Command, deck: Deck, tmp_path: Path) -> None:
    clone = build_golden(tmp_path / "golden").path
    quarterdeck("add-repo", str(clone))
    before = asyncio.run(numbers(deck))

    rebuilt = quarterdeck("rebuild")

    assert "Facts are complete again" in rebuilt.output
    assert before["deployment_frequency"]["n"] > 0
    assert asyncio.run(numbers(deck)) == before


def test_what_is_no_repository_is_said_in_one_sentence(quarterdeck: Command, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    refused = quarterdeck("add-repo", str(empty))

    assert refused.exit_code == 1
    assert isinstance(refused.exception, Refused)
    assert "git repository" in refused.exception.text


async def numbers(deck: Deck) -> dict[str, Any]:
    """The five metrics over all time, without the version of the facts, which a rebuild changes."""
    wanted = {"start_date": "2017-01-01", "end_date": "2026-10-31", "granularity": "monthly"}
    async with deck.client() as client:
        answer: dict[str, Any] = checked(await client.get("/api/v1/analytics/dora-metrics", params=wanted)).json()
    del answer["data_version"]
    return answer
