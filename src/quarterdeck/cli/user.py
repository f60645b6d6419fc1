"""`quarterdeck user`: accounts, from the server's own machine."""

import asyncio
from typing import Annotated, Any

import typer
from rich.table import Table

from quarterdeck.cli.deck import Deck
from quarterdeck.cli.failures import checked
from quarterdeck.cli.people import LONGEST_PAGE, day, out, show_sign_in_link, user_with_email
from quarterdeck.identity.roles import Role

app = typer.Typer(no_args_is_help=True, help="Make, list, change and remove accounts.")

Email = Annotated[str, typer.Argument(help="E-mail address of the account")]


@app.command(name="list")
def list_users(context: typer.Context) -> None:
    """Show every account."""
    asyncio.run(_list(context.obj))


@app.command()
def add(
    context: typer.Context,
    email: Email,
    name: Annotated[str | None, typer.Option(help="Name to show; by default the address")] = None,
    role: Annotated[Role, typer.Option(help="What the account may do")] = "user",
) -> None:
    """Make an account and print a one-time link by which its person signs in and chooses a password."""
    asyncio.run(_add(context.obj, {"email": email, "name": name or email, "role": role}))


@app.command()
def link(
    context: typer.Context,
    email: Annotated[str | None, typer.Argument(help="Whose; by default the first administrator's")] = None,
) -> None:
    """Print a one-time sign-in link, for instance for somebody who forgot the password."""
    asyncio.run(_link(context.obj, email))


@app.command()
def role(context: typer.Context, email: Email, new_role: Annotated[Role, typer.Argument(help="The new role")]) -> None:
    """Give an account another role; it holds at once."""
    asyncio.run(_change(context.obj, email, {"role": new_role}, f"is now {new_role}"))


@app.command()
def disable(context: typer.Context, email: Email) -> None:
    """Close an account: its sessions end and its keys stop at once."""
    asyncio.run(_change(context.obj, email, {"disabled": True}, "is disabled"))


@app.command()
def enable(context: typer.Context, email: Email) -> None:
    """Open a disabled account again."""
    asyncio.run(_change(context.obj, email, {"disabled": False}, "is enabled"))


@app.command()
def remove(
    context: typer.Context,
    email: Email,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask")] = False,
) -> None:
    """Remove an account with its sessions, keys and memberships."""
    if not yes:
        typer.confirm(f"Remove {email} for good?", abort=True)
    asyncio.run(_remove(context.obj, email))


async def _list(deck: Deck) -> None:
    async with deck.client() as client:
        users = checked(await client.get("/api/v1/users", params={"limit": LONGEST_PAGE})).json()
    table = Table("E-mail", "Name", "Role", "State", "Since")
    for user in users["items"]:
        state = "[red]disabled[/red]" if user["disabled_at"] else "[green]active[/green]"
        table.add_row(user["email"], user["name"], user["role"], state, day(user["created_at"]))
    out.print(table)


async def _add(deck: Deck, body: dict[str, Any]) -> None:
    async with deck.client() as client:
        user = checked(await client.post("/api/v1/users", json=body)).json()
        out.print(f"[green]✓[/green] {user['email']} has an account as {user['role']}")
        await show_sign_in_link(deck, client, user["id"])


async def _link(deck: Deck, email: str | None) -> None:
    async with deck.client() as client:
        if email is None:  # the command line acts as the first administrator
            user_id = checked(await client.get("/api/v1/auth/me")).json()["id"]
        else:
            user_id = (await user_with_email(client, email))["id"]
        await show_sign_in_link(deck, client, user_id)


async def _change(deck: Deck, email: str, change: dict[str, Any], told: str) -> None:
    async with deck.client() as client:
        user = await user_with_email(client, email)
        checked(await client.patch(f"/api/v1/users/{user['id']}", json=change))
    out.print(f"[green]✓[/green] {user['email']} {told}")


async def _remove(deck: Deck, email: str) -> None:
    async with deck.client() as client:
        user = await user_with_email(client, email)
        checked(await client.delete(f"/api/v1/users/{user['id']}"))
    out.print(f"[green]✓[/green] {user['email']} is removed")
