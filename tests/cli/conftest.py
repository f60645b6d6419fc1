"""The command line on a test's own data, with no server running."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from quarterdeck.cli.app import build
from quarterdeck.cli.deck import Deck
from quarterdeck.cli.screen import out
from quarterdeck.identity.api import make_local_credential
from quarterdeck.infra.settings import Settings
from quarterdeck.server.application import create_app
from quarterdeck.server.deck import serve_deck
from quarterdeck.server.migrate import migrate
from quarterdeck.server.working import work

Command = Callable[..., Result]


@dataclass(frozen=True)
class CommandLine:
    """`quarterdeck` as an operator types it; failures are raised, so that a test can look at them."""

    app: Typer

    def __call__(self, line: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(self.app, line.split(), input=typed)

    def said(self, line: str, typed: str | None = None) -> str:
        """Run a command that succeeds, and return what it printed."""
        ran = self(line, typed)
        assert ran.exit_code == 0, (line, ran.output, ran.exception)
        return ran.output

    def items(self, line: str) -> Any:
        """Run a command with `--json`, and return what it gave."""
        return json.loads(self.said(f"{line} --json"))

    def refused(self, line: str) -> str:
        """Run a command that the server refuses, and return the sentence."""
        ran = self(line)
        assert ran.exit_code == 1, (line, ran.output)
        return str(ran.exception)


@pytest.fixture
def quarterdeck(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setattr(out, "width", 200)

    def open_deck(*, serving: bool) -> Deck:
        return Deck(settings, create_app, serve_deck, work, migrate, make_local_credential)

    return CommandLine(build(open_deck))
