"""`quarterdeck user` and `quarterdeck key`, typed as an operator types them, with no server running."""

import re
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from quarterdeck.cli.app import build
from quarterdeck.cli.deck import Deck
from quarterdeck.cli.people import out
from quarterdeck.identity.api import make_local_credential
from quarterdeck.infra.settings import Settings
from quarterdeck.server.app import create_app
from quarterdeck.server.main import serve_deck, work
from quarterdeck.server.migrate import migrate

Command = Callable[[str], Result]


@pytest.fixture
def quarterdeck(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line on this test's own data; failures are raised, so that a test can look at them."""
    monkeypatch.setattr(out, "width", 200)

    def open_deck(*, serving: bool) -> Deck:
        return Deck(settings, create_app, serve_deck, work, migrate, make_local_credential)

    app = build(open_deck)
    return lambda line: CliRunner().invoke(app, line.split())


def test_an_operator_makes_lists_changes_and_removes_an_account(quarterdeck: Command) -> None:
    made = quarterdeck("user add Ada@Example.org --role readonly")
    assert made.exit_code == 0, made.output
    assert "ada@example.org has an account as readonly" in made.output
    assert re.search(r"/console/sign-in#token=[\w-]{43}\s", made.output)

    assert "ada@example.org is now user" in quarterdeck("user role ada@example.org user").output
    assert "ada@example.org is disabled" in quarterdeck("user disable ada@example.org").output
    listed = next(line for line in quarterdeck("user list").output.splitlines() if "ada@" in line)
    assert all(word in listed for word in ("user", "disabled"))
    assert "is enabled" in quarterdeck("user enable ada@example.org").output
    assert "is removed" in quarterdeck("user remove ada@example.org --yes").output
    assert "ada@example.org" not in quarterdeck("user list").output


def test_an_operator_makes_rotates_and_revokes_a_key(quarterdeck: Command) -> None:
    quarterdeck("user add robot@example.org --role agent")
    made = quarterdeck("key add CI --scope issues:write --user robot@example.org")
    first = re.search(r"qd_\w+", made.output)
    assert first is not None, made.output

    listed = quarterdeck("key list --user robot@example.org").output
    key_id = re.search(r"[0-9a-f-]{36}", listed)
    assert key_id is not None
    assert "issues:write" in listed
    assert first[0] not in listed
    rotated = re.search(r"qd_\w+", quarterdeck(f"key rotate {key_id[0]}").output)
    assert rotated is not None
    assert rotated[0] != first[0]
    assert "is revoked" in quarterdeck(f"key revoke {key_id[0]}").output
    assert key_id[0] not in quarterdeck("key list --user robot@example.org").output


def test_a_link_without_an_address_is_the_first_administrators(quarterdeck: Command) -> None:
    assert "/console/sign-in#token=" in quarterdeck("user link").output


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("user disable nobody@example.org", "Nobody has this e-mail address"),
        ("user disable admin@example.org", "last active administrator"),
        ("user add no-address", "not an e-mail address"),
        ("key add CI --scope everything", "Input should be"),
    ],
)
def test_a_refusal_is_one_sentence(quarterdeck: Command, line: str, said: str) -> None:
    refused = quarterdeck(line)

    assert refused.exit_code == 1
    assert said in str(refused.exception)
