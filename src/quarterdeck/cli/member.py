"""`quarterdeck member`: who belongs to an organization."""

from typing import Annotated

import typer

from quarterdeck.cli.api import Api, Item, ask, organization_called, user_called
from quarterdeck.cli.choices import OrganizationRole
from quarterdeck.cli.screen import AsJson, Columns, day, done, show

app = typer.Typer(no_args_is_help=True, help="List, add, change and remove members of an organization.")

Email = Annotated[str, typer.Argument(help="E-mail address of the member")]
Organization = Annotated[str | None, typer.Option(help="Id or name; by default the only one there is")]
NewRole = Annotated[OrganizationRole, typer.Option("--role", help="What the member may do there")]
COLUMNS: Columns = {
    "E-mail": lambda member: member["email"],
    "Name": lambda member: member["name"],
    "Role": lambda member: member["role"],
    "Since": lambda member: day(member["created_at"]),
}


@app.command(name="list")
def list_members(context: typer.Context, organization: Organization = None, *, as_json: AsJson = False) -> None:
    """Show who belongs to an organization."""

    async def act(api: Api) -> list[Item]:
        return await api.items(f"/organizations/{await organization_called(api, organization)}/members")

    show(ask(context, act), COLUMNS, as_json=as_json)


@app.command()
def add(context: typer.Context, email: Email, role: NewRole = "member", organization: Organization = None) -> None:
    """Make somebody who has an account a member; others are invited."""

    async def act(api: Api) -> None:
        place = await organization_called(api, organization)
        added = await api.post(f"/organizations/{place}/members", email=email, role=role)
        done(f"{added['email']} is now {added['role']}")

    ask(context, act)


@app.command()
def change(context: typer.Context, email: Email, role: NewRole, organization: Organization = None) -> None:
    """Give a member another role."""

    async def act(api: Api) -> None:
        changed = await api.patch(await _member(api, email, organization), role=role)
        done(f"{changed['email']} is now {changed['role']}")

    ask(context, act)


@app.command()
def remove(context: typer.Context, email: Email, organization: Organization = None) -> None:
    """Take somebody out of an organization; the account stays."""

    async def act(api: Api) -> None:
        await api.delete(await _member(api, email, organization))
        done(f"{email} is no longer a member")

    ask(context, act)


async def _member(api: Api, email: str, organization: str | None) -> str:
    place = await organization_called(api, organization)
    return f"/organizations/{place}/members/{(await user_called(api, email))['id']}"
