"""Each group of commands is named in some guide, or nobody would find it."""

from pathlib import Path

from quarterdeck.cli.app import build
from quarterdeck.cli.deck import Deck

ROOT = Path(__file__).parents[2]
SAY_THEMSELVES = {"version", "reference"}


def no_deck(*, serving: bool) -> Deck:
    raise AssertionError(f"no command is run here (serving: {serving})")


def test_every_command_is_shown_on_some_page() -> None:
    app = build(no_deck)
    groups = {str(group.name) for group in app.registered_groups}
    commands = {str(command.name or getattr(command.callback, "__name__", "")) for command in app.registered_commands}
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    shown = "".join(page.read_text() for page in pages)

    names = {name.replace("_", "-") for name in groups | commands} - SAY_THEMSELVES
    assert {name for name in names if f"quarterdeck {name}" not in shown and f"run {name}" not in shown} == set()
