"""`quarterdeck oauth`: clients that an administrator registers, and the keys that sign their tokens."""

import asyncio
import json
from typing import Annotated, Any

import typer
from rich.table import Table

from quarterdeck.cli.deck import Deck
from quarterdeck.cli.failures import checked
from quarterdeck.cli.people import LONGEST_PAGE, day, out

app = typer.Typer(no_args_is_help=True, help="Register OAuth clients, such as a GPT, and rotate signing keys.")
client_app = typer.Typer(no_args_is_help=True, help="Register, list and remove OAuth clients.")
app.add_typer(client_app, name="client")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs")]


@client_app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What people read when they are asked")],
    redirect_uri: Annotated[list[str], typer.Option(help="Where people are sent back to; repeat for more")],
    scope: Annotated[list[str], typer.Option(help="What it may ask for, for instance projects:read; repeat for more")],
    gpt: Annotated[bool, typer.Option("--gpt", help="For GPT Actions, which cannot do PKCE")] = False,
    as_json: AsJson = False,
) -> None:
    """Register a client and print its id and its secret, which is shown this once."""
    pkce = "optional" if gpt else "required"
    body = {"name": name, "redirect_uris": redirect_uri, "scopes": scope, "pkce": pkce}
    asyncio.run(_add(context.obj, body, as_json=as_json))


@client_app.command(name="list")
def list_clients(context: typer.Context, as_json: AsJson = False) -> None:
    """Show every client, without secrets: registered here, described by a document, or registered by themselves."""
    asyncio.run(_list(context.obj, as_json=as_json))


@client_app.command()
def remove(
    context: typer.Context,
    client_id: Annotated[str, typer.Argument(help="Id of the row, as `oauth client list` shows it")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask")] = False,
) -> None:
    """Remove a client; everything it was granted ends at once."""
    if not yes:
        typer.confirm("Remove this client and end every access it has?", abort=True)
    asyncio.run(_remove(context.obj, client_id))


@app.command()
def rotate_keys(context: typer.Context, as_json: AsJson = False) -> None:
    """Sign access tokens with a new key; tokens under the old one stay good until they run out."""
    asyncio.run(_rotate(context.obj, as_json=as_json))


async def _add(deck: Deck, body: dict[str, Any], *, as_json: bool) -> None:
    async with deck.client() as client:
        made = checked(await client.post("/api/v1/oauth/clients", json=body)).json()
    if as_json:
        _print_json(made)
        return
    out.print(f"[green]✓[/green] {made['name']} is registered. Keep the secret: it is not shown again.")
    for label, name in (("Client id", "client_id"), ("Secret", "client_secret")):
        out.print(f"{label}: {made[name]}", style="cyan", soft_wrap=True, highlight=False)


async def _list(deck: Deck, *, as_json: bool) -> None:
    async with deck.client() as client:
        found = checked(await client.get("/api/v1/oauth/clients", params={"limit": LONGEST_PAGE})).json()
    if as_json:
        _print_json(found["items"])
        return
    table = Table("Id", "Name", "Kind", "Redirects", "Scopes", "Since")
    table.columns[0].no_wrap = True
    for column in (3, 4):
        table.columns[column].overflow = "fold"  # through a pipe, too, nothing is cut off
    for each in found["items"]:
        redirects, scopes = "\n".join(each["redirect_uris"]), " ".join(each["scopes"])
        table.add_row(each["id"], each["name"], each["kind"], redirects, scopes, day(each["created_at"]))
    out.print(table)


async def _remove(deck: Deck, client_id: str) -> None:
    async with deck.client() as client:
        checked(await client.delete(f"/api/v1/oauth/clients/{client_id}"))
    out.print("[green]✓[/green] The client is removed, and its access has ended")


async def _rotate(deck: Deck, *, as_json: bool) -> None:
    async with deck.client() as client:
        made = checked(await client.post("/api/v1/oauth/keys/rotate")).json()
    if as_json:
        _print_json(made)
        return
    out.print(f"[green]✓[/green] Key {made['kid']} signs from in ten seconds on; {len(made['published'])} are published")


def _print_json(value: Any) -> None:
    out.file.write(json.dumps(value, indent=2) + "\n")
