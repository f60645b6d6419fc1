"""`quarterdeck oauth`, typed as an operator types it, with no server running."""

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from quarterdeck.cli.app import build
from quarterdeck.cli.deck import Deck
from quarterdeck.cli.failures import Refused
from quarterdeck.cli.screen import out
from quarterdeck.identity.api import make_local_credential
from quarterdeck.infra.settings import Settings
from quarterdeck.server.app import create_app
from quarterdeck.server.main import serve_deck, work
from quarterdeck.server.migrate import migrate

Command = Callable[[str], Result]
ADD = "oauth client add GPT --redirect-uri https://chatgpt.com/aip/g-1/oauth/callback --scope projects:read --gpt"


@pytest.fixture
def quarterdeck(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line on this test's own data; failures are raised, so that a test can look at them."""
    monkeypatch.setattr(out, "width", 200)

    def open_deck(*, serving: bool) -> Deck:
        return Deck(settings, create_app, serve_deck, work, migrate, make_local_credential)

    app = build(open_deck)
    return lambda line: CliRunner().invoke(app, line.split())


def test_an_operator_registers_lists_and_removes_a_client(quarterdeck: Command) -> None:
    made = json.loads(quarterdeck(f"{ADD} --json").output)
    assert (made["kind"], made["pkce"], len(made["client_secret"])) == ("registered", "optional", 43)

    listed = quarterdeck("oauth client list").output
    assert made["id"] in listed
    assert made["client_secret"] not in listed
    assert "client_secret" not in json.loads(quarterdeck("oauth client list --json").output)[0]

    assert "is removed" in quarterdeck(f"oauth client remove {made['id']} --yes").output
    assert isinstance(quarterdeck(f"oauth client remove {made['id']} --yes").exception, Refused)


def test_the_secret_is_shown_to_eyes_as_well(quarterdeck: Command) -> None:
    shown = quarterdeck(ADD).output

    assert "Client id: " in shown
    assert "Secret: " in shown


def test_an_address_that_is_none_is_refused(quarterdeck: Command) -> None:
    refused = quarterdeck("oauth client add GPT --redirect-uri http://example.org/x --scope projects:read").exception

    assert isinstance(refused, Refused)
    assert "redirect_uris" in refused.text


def test_an_operator_rotates_the_signing_keys(quarterdeck: Command) -> None:
    first = json.loads(quarterdeck("oauth rotate-keys --json").output)
    second = json.loads(quarterdeck("oauth rotate-keys --json").output)

    assert first["published"] == [first["kid"]]
    assert second["published"] == [first["kid"], second["kid"]]
    assert "signs from in ten seconds on" in quarterdeck("oauth rotate-keys").output
