"""`quarterdeck oauth`: clients that an administrator registers, and the keys that sign their tokens."""

from typing import Annotated

import typer

from quarterdeck.cli.api import Api, ask
from quarterdeck.cli.screen import AsJson, Columns, Yes, day, done, show, show_json, show_secret, sure

app = typer.Typer(no_args_is_help=True, help="Register OAuth clients, such as a GPT, and rotate signing keys.")
client_app = typer.Typer(no_args_is_help=True, help="Register, list and remove OAuth clients.")
app.add_typer(client_app, name="client")

CLIENTS: Columns = {
    "Id": lambda client: client["id"],
    "Name": lambda client: client["name"],
    "Kind": lambda client: client["kind"],
    "Redirects": lambda client: "\n".join(client["redirect_uris"]),
    "Scopes": lambda client: " ".join(client["scopes"]),
    "Since": lambda client: day(client["created_at"]),
}


@client_app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What people read when they are asked")],
    redirect_uri: Annotated[list[str], typer.Option(help="Where people are sent back to; repeat for more")],
    scope: Annotated[list[str], typer.Option(help="What it may ask for, for instance projects:read; repeat for more")],
    *,
    gpt: Annotated[bool, typer.Option("--gpt", help="For GPT Actions, which cannot do PKCE")] = False,
    as_json: AsJson = False,
) -> None:
    """Register a client and print its id and its secret, which is shown this once."""

    async def act(api: Api) -> None:
        body = {"name": name, "redirect_uris": redirect_uri, "scopes": scope}
        made = await api.post("/oauth/clients", **body, pkce="optional" if gpt else "required")
        if as_json:
            show_json(made)
        else:
            show_secret(
                f"{made['name']} is registered. Its client id is {made['client_id']}, and its secret:",
                made["client_secret"],
            )

    ask(context, act)


@client_app.command(name="list")
def list_clients(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show every client, without secrets: registered here, described by a document, or registered by themselves."""
    show(ask(context, lambda api: api.items("/oauth/clients")), CLIENTS, as_json=as_json)


@client_app.command()
def remove(
    context: typer.Context,
    client_id: Annotated[str, typer.Argument(help="Id of the client, as `oauth client list` shows it")],
    *,
    yes: Yes = False,
) -> None:
    """Remove a client; everything it was granted ends at once."""
    sure("Remove this client and end every access it has?", yes=yes)
    ask(context, lambda api: api.delete(f"/oauth/clients/{client_id}"))
    done("The client is removed, and its access has ended")


@app.command()
def rotate_keys(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Sign access tokens with a new key; tokens under the old one stay good until they run out."""
    made = ask(context, lambda api: api.post("/oauth/keys/rotate"))
    if as_json:
        show_json(made)
    else:
        done(f"Key {made['kid']} signs from in ten seconds on; {len(made['published'])} are published")
