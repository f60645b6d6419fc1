"""`quarterdeck user`: accounts, from the server's own machine."""

from typing import Annotated, Any

import typer

from quarterdeck.cli.api import Api, ask, user_called
from quarterdeck.cli.choices import Role
from quarterdeck.cli.people import show_sign_in_link
from quarterdeck.cli.screen import AsJson, Columns, Yes, day, done, show, sure

app = typer.Typer(no_args_is_help=True, help="Make, list, change and remove accounts.")

Email = Annotated[str, typer.Argument(help="E-mail address of the account")]
COLUMNS: Columns = {
    "E-mail": lambda user: user["email"],
    "Name": lambda user: user["name"],
    "Role": lambda user: user["role"],
    "State": lambda user: "disabled" if user["disabled_at"] else "active",
    "Since": lambda user: day(user["created_at"]),
}


@app.command(name="list")
def list_users(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show every account."""
    show(ask(context, lambda api: api.items("/users")), COLUMNS, as_json=as_json)


@app.command()
def add(
    context: typer.Context,
    email: Email,
    name: Annotated[str | None, typer.Option(help="Name to show; by default the address")] = None,
    role: Annotated[Role, typer.Option(help="What the account may do")] = "user",
) -> None:
    """Make an account and print a one-time link by which its person signs in and chooses a password."""

    async def act(api: Api) -> None:
        user = await api.post("/users", email=email, name=name or email, role=role)
        done(f"{user['email']} has an account as {user['role']}")
        await show_sign_in_link(api, user["id"])

    ask(context, act)


@app.command()
def change(
    context: typer.Context,
    email: Email,
    name: Annotated[str | None, typer.Option(help="The new name")] = None,
    role: Annotated[Role | None, typer.Option(help="The new role; it holds at once")] = None,
    new_email: Annotated[str | None, typer.Option("--email", help="The new address")] = None,
) -> None:
    """Give an account another name, role or address."""
    wanted = {"name": name, "role": role, "email": new_email}
    fields = {field: value for field, value in wanted.items() if value is not None}
    if not fields:
        raise typer.BadParameter("Say what to change: --name, --role or --email")
    _change(context, email, "is changed", **fields)


@app.command()
def disable(context: typer.Context, email: Email) -> None:
    """Close an account: its sessions end and its keys stop at once."""
    _change(context, email, "is disabled", disabled=True)


@app.command()
def enable(context: typer.Context, email: Email) -> None:
    """Open a disabled account again."""
    _change(context, email, "is enabled", disabled=False)


@app.command()
def remove(context: typer.Context, email: Email, *, yes: Yes = False) -> None:
    """Remove an account with its sessions, keys and memberships."""
    sure(f"Remove {email} for good?", yes=yes)

    async def act(api: Api) -> None:
        user = await user_called(api, email)
        await api.delete(f"/users/{user['id']}")
        done(f"{user['email']} is removed")

    ask(context, act)


@app.command(name="sign-in-link")
def sign_in_link(
    context: typer.Context,
    email: Annotated[str | None, typer.Argument(help="Whose; by default the first administrator's")] = None,
) -> None:
    """Print a one-time sign-in link, for instance for somebody who forgot the password."""

    async def act(api: Api) -> None:
        # the command line acts as the first administrator
        user = await api.get("/auth/me") if email is None else await user_called(api, email)
        await show_sign_in_link(api, user["id"])

    ask(context, act)


# What these commands were called at first.
app.command(name="link", hidden=True)(sign_in_link)
app.command(name="delete", hidden=True)(remove)


def _change(context: typer.Context, email: str, told: str, **fields: Any) -> None:
    async def act(api: Api) -> None:
        user = await user_called(api, email)
        changed = await api.patch(f"/users/{user['id']}", **fields)
        done(f"{changed['email']} {told}")

    ask(context, act)
