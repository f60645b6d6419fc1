"""What commands print: tables for eyes, JSON for programs."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quarterdeck.cli.api import Item

out = Console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, as the API gives it")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask")]
Most = Annotated[int, typer.Option("--limit", min=1, max=1_000, help="Most rows")]
Columns = Mapping[str, Callable[[Item], Any]]
"""What each column shows of an item. A first column named `Id` is never broken, so that it can be copied."""

STYLES = {
    "active": "green",
    "processed": "green",
    "succeeded": "green",
    "success": "green",
    "enabled": "green",
    "failed": "red",
    "failure": "red",
    "denied": "red",
    "disabled": "red",
    "pending": "yellow",
    "received": "yellow",
}


def show(items: Sequence[Item], columns: Columns, *, as_json: bool) -> None:
    if as_json:
        show_json(items)
        return
    table = Table()
    for title in columns:
        table.add_column(title, no_wrap=title == "Id", overflow="fold")  # through a pipe, too, nothing is cut off
    for item in items:
        table.add_row(*(cell(shown(item)) for shown in columns.values()))
    out.print(table)


def show_json(value: Any) -> None:
    out.file.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def show_secret(told: str, secret: str) -> None:
    """Print something that is shown this once, on a line of its own, to be copied."""
    done(told)
    out.print(secret, style="cyan", soft_wrap=True, highlight=False)


def done(told: str) -> None:
    out.print(Text.assemble(("✓ ", "green"), plain(told)))


def sure(question: str, *, yes: bool) -> None:
    """Ask before something is gone for good."""
    if not yes:
        typer.confirm(question, abort=True)


def day(moment: str | None) -> str:
    return moment[:10] if moment else "never"


def minute(moment: str | None) -> str:
    return moment[:16].replace("T", " ") if moment else ""


def cell(value: Any) -> Text:
    text = plain("" if value is None else str(value))
    return Text(text, style=STYLES.get(text, ""))


def plain(text: str) -> str:
    """Leave nothing in a text of others by which it could command the terminal."""
    return "".join(character if character.isprintable() else "�" for character in text)
