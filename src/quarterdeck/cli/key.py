"""`quarterdeck key`: API keys, from the server's own machine."""

from datetime import timedelta
from typing import Annotated

import typer

from quarterdeck.cli.api import Api, Item, ask, user_called
from quarterdeck.cli.screen import AsJson, Columns, day, done, show, show_secret
from quarterdeck.kit import clock

app = typer.Typer(no_args_is_help=True, help="Make, list, rotate and revoke API keys.")

Owner = Annotated[str | None, typer.Option("--user", help="E-mail of the owner; by default the first administrator")]
KeyId = Annotated[str, typer.Argument(help="Id of the key, as `key list` shows it")]
Days = Annotated[int, typer.Option(min=1, max=366, help="Days that the key lives")]
COLUMNS: Columns = {
    "Id": lambda key: key["id"],
    "Name": lambda key: key["name"],
    "Scopes": lambda key: " ".join(key["scopes"]),
    "Last used": lambda key: day(key["last_used_at"]),
    "Expires": lambda key: day(key["expires_at"]),
}


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What the key is for")],
    scope: Annotated[list[str], typer.Option(help="What it may do, for instance analytics:read; repeat for more")],
    user: Owner = None,
    days: Days = 90,
) -> None:
    """Make a key and print it; it is shown this once."""

    async def act(api: Api) -> Item:
        owner = await _owner(api, user)
        return await api.post("/auth/api-keys", name=name, scopes=scope, expires_at=_in(days), **owner)

    _show(ask(context, act))


@app.command(name="list")
def list_keys(context: typer.Context, user: Owner = None, *, as_json: AsJson = False) -> None:
    """Show the keys of an account, without their secrets."""

    async def act(api: Api) -> list[Item]:
        return await api.items("/auth/api-keys", **await _owner(api, user))

    show(ask(context, act), COLUMNS, as_json=as_json)


@app.command()
def rotate(context: typer.Context, key_id: KeyId, days: Days = 90) -> None:
    """Give a key another secret and print it; the old one stops at once."""
    _show(ask(context, lambda api: api.post(f"/auth/api-keys/{key_id}/rotate", expires_at=_in(days))))


@app.command()
def revoke(context: typer.Context, key_id: KeyId) -> None:
    """Remove a key; it stops at once."""
    ask(context, lambda api: api.delete(f"/auth/api-keys/{key_id}"))
    done("The key is revoked")


async def _owner(api: Api, email: str | None) -> dict[str, str]:
    return {"user_id": (await user_called(api, email))["id"]} if email else {}


def _show(made: Item) -> None:
    show_secret(f"{made['name']}, until {day(made['expires_at'])}. Keep it: it is not shown again.", made["key"])


def _in(days: int) -> str:
    return clock.isoformat(clock.now() + timedelta(days=days, seconds=-1))
