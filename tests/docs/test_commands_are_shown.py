"""Each group of commands is named in some guide, or nobody would find it."""

from pathlib import Path

from quarterdeck.cli.app import COMMANDS

ROOT = Path(__file__).parents[2]
SAY_THEMSELVES = {"version", "reference"}


def test_every_command_is_shown_on_some_page() -> None:
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    shown = "".join(page.read_text() for page in pages)

    names = COMMANDS.keys() - SAY_THEMSELVES
    assert {name for name in names if f"quarterdeck {name}" not in shown and f"run {name}" not in shown} == set()
