"""`quarterdeck`: the commands."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from quarterdeck import __version__
from quarterdeck.cli import audit, events, inbox, invite, key, member, oauth, session, user, webhook
from quarterdeck.cli.add_repo import add_repo
from quarterdeck.cli.deck import Deck
from quarterdeck.cli.rebuild import rebuild
from quarterdeck.cli.reference import write_reference

out = Console()


def build(open_deck: Callable[..., Deck]) -> typer.Typer:
    """Make the command line; `open_deck` reads the settings, once a command needs them."""
    app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", pretty_exceptions_enable=False)

    @app.callback()
    def main(context: typer.Context) -> None:
        """The self-hosted deck from which people and AI assistants run software work together."""
        context.obj = open_deck(serving=context.invoked_subcommand in {"serve", "worker"})

    app.command()(serve)
    app.command()(worker)
    app.command()(add_repo)
    app.command()(rebuild)
    for group in (user, member, invite, key, session, audit, events, webhook, inbox, oauth):
        app.add_typer(group.app, name=group.__name__.rpartition(".")[2])
    app.command()(openapi)
    app.command()(version)
    app.command(hidden=True)(reference)
    return app


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


def version() -> None:
    """Print the version."""
    out.print(__version__)


def reference(root: Annotated[Path, typer.Argument(help="Root of the repository")] = Path()) -> None:
    """Write the generated reference pages into a checkout."""
    write_reference(root)
