"""`quarterdeck key`: API keys, from the server's own machine."""

import asyncio
from datetime import timedelta
from typing import Annotated, Any

import httpx2
import typer
from rich.table import Table

from quarterdeck.cli.deck import Deck
from quarterdeck.cli.failures import checked
from quarterdeck.cli.people import LONGEST_PAGE, day, out, user_with_email
from quarterdeck.kit import clock

app = typer.Typer(no_args_is_help=True, help="Make, list, rotate and revoke API keys.")

Owner = Annotated[str | None, typer.Option("--user", help="E-mail of the owner; by default the first administrator")]
KeyId = Annotated[str, typer.Argument(help="Id of the key, as `key list` shows it")]
Days = Annotated[int, typer.Option(min=1, max=366, help="Days that the key lives")]


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What the key is for")],
    scope: Annotated[list[str], typer.Option(help="What it may do, for instance analytics:read; repeat for more")],
    user: Owner = None,
    days: Days = 90,
) -> None:
    """Make a key and print it; it is shown this once."""
    asyncio.run(_add(context.obj, {"name": name, "scopes": scope, "expires_at": _in(days)}, user))


@app.command(name="list")
def list_keys(context: typer.Context, user: Owner = None) -> None:
    """Show the keys of an account, without their secrets."""
    asyncio.run(_list(context.obj, user))


@app.command()
def rotate(context: typer.Context, key_id: KeyId, days: Days = 90) -> None:
    """Give a key another secret and print it; the old one stops at once."""
    asyncio.run(_rotate(context.obj, key_id, {"expires_at": _in(days)}))


@app.command()
def revoke(context: typer.Context, key_id: KeyId) -> None:
    """Remove a key; it stops at once."""
    asyncio.run(_revoke(context.obj, key_id))


async def _add(deck: Deck, body: dict[str, Any], owner: str | None) -> None:
    async with deck.client() as client:
        made = checked(await client.post("/api/v1/auth/api-keys", json=body | await _owner(client, owner))).json()
    _show(made)


async def _list(deck: Deck, owner: str | None) -> None:
    async with deck.client() as client:
        wanted = await _owner(client, owner)
        keys = checked(await client.get("/api/v1/auth/api-keys", params={"limit": LONGEST_PAGE, **wanted})).json()
    table = Table("Id", "Name", "Scopes", "Last used", "Expires")
    table.columns[0].no_wrap = True
    table.columns[2].overflow = "fold"  # through a pipe, too, nothing is cut off
    for key in keys["items"]:
        used, expires = day(key["last_used_at"]), day(key["expires_at"])
        table.add_row(key["id"], key["name"], " ".join(key["scopes"]), used, expires)
    out.print(table)


async def _rotate(deck: Deck, key_id: str, body: dict[str, Any]) -> None:
    async with deck.client() as client:
        made = checked(await client.post(f"/api/v1/auth/api-keys/{key_id}/rotate", json=body)).json()
    _show(made)


async def _revoke(deck: Deck, key_id: str) -> None:
    async with deck.client() as client:
        checked(await client.delete(f"/api/v1/auth/api-keys/{key_id}"))
    out.print("[green]✓[/green] The key is revoked")


async def _owner(client: httpx2.AsyncClient, email: str | None) -> dict[str, str]:
    return {"user_id": (await user_with_email(client, email))["id"]} if email else {}


def _show(made: dict[str, Any]) -> None:
    out.print(f"[green]✓[/green] {made['name']}, until {day(made['expires_at'])}. Keep it: it is not shown again.")
    out.print(made["key"], style="cyan", soft_wrap=True, highlight=False)


def _in(days: int) -> str:
    return clock.isoformat(clock.now() + timedelta(days=days, seconds=-1))
