"""`quarterdeck invite`: links by which people join an organization."""

from typing import Annotated

import typer

from quarterdeck.cli.api import Api, Item, ask, organization_called
from quarterdeck.cli.member import NewRole, Organization
from quarterdeck.cli.people import show_link
from quarterdeck.cli.screen import AsJson, Columns, day, done, show
from quarterdeck.kit.errors import NotFound

app = typer.Typer(no_args_is_help=True, help="Invite people to an organization.")

Email = Annotated[str, typer.Argument(help="E-mail address of the invited person")]
COLUMNS: Columns = {
    "E-mail": lambda invitation: invitation["email"],
    "Role": lambda invitation: invitation["role"],
    "Made": lambda invitation: day(invitation["created_at"]),
    "Good until": lambda invitation: day(invitation["expires_at"]),
}


@app.command()
def create(context: typer.Context, email: Email, role: NewRole = "member", organization: Organization = None) -> None:
    """Print a link that works once, for 7 days; made again, the link before stops."""

    async def act(api: Api) -> None:
        made = await api.post(await _invitations(api, organization), email=email, role=role)
        done(f"{made['email']} is invited as {made['role']}, until {day(made['expires_at'])}. Send them this link:")
        show_link(api, f"/console/invitation#{made['link'].partition('#')[2]}")

    ask(context, act)


@app.command(name="list")
def list_invitations(context: typer.Context, organization: Organization = None, *, as_json: AsJson = False) -> None:
    """Show invitations that nobody has accepted yet."""

    async def act(api: Api) -> list[Item]:
        return await api.items(await _invitations(api, organization))

    show(ask(context, act), COLUMNS, as_json=as_json)


@app.command()
def revoke(context: typer.Context, email: Email, organization: Organization = None) -> None:
    """Withdraw an invitation; its link stops at once."""

    async def act(api: Api) -> None:
        place = await _invitations(api, organization)
        found = [each for each in await api.items(place) if each["email"] == email.lower()]
        if not found:
            raise NotFound("Nobody is invited under this address", hint="`quarterdeck invite list` shows who is")
        await api.delete(f"{place}/{found[0]['id']}")
        done(f"{email} is no longer invited")

    ask(context, act)


async def _invitations(api: Api, organization: str | None) -> str:
    return f"/organizations/{await organization_called(api, organization)}/invitations"
