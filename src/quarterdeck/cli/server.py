"""`quarterdeck serve`, `worker` and `openapi`: the server itself."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from quarterdeck.cli.deck import Deck

out = Console()


def serve(context: typer.Context) -> None:
    """Start the server with its embedded worker."""
    deck: Deck = context.obj
    deck.serve(deck.settings, _announce)


def _announce(url: str, sign_in_link: str | None) -> None:
    out.print(f"\n[bold]Quarterdeck[/bold] answers at {url}", soft_wrap=True)
    if sign_in_link:
        out.print("Sign in once with this link, and choose a password (it works for 15 minutes):")
        out.print(f"  {sign_in_link}", style="cyan", soft_wrap=True, highlight=False)
    out.print("Then: [bold]quarterdeck add-repo <clone or URL>[/bold]\n")


def worker(context: typer.Context) -> None:
    """Run jobs beside the server (set `WORKER_IN_PROCESS=false` there). Needs the facts in PostgreSQL."""
    deck: Deck = context.obj
    asyncio.run(deck.work(deck.settings))


def openapi(
    context: typer.Context,
    write: Annotated[Path | None, typer.Option(help="File to write instead of printing")] = None,
) -> None:
    """Print the OpenAPI document of this version."""
    deck: Deck = context.obj
    document = json.dumps(deck.create_app(deck.settings).openapi(), indent=2, sort_keys=True) + "\n"
    if write is None:
        out.file.write(document)
    else:
        write.write_text(document, encoding="utf-8")
