"""`quarterdeck session`: who is signed in, and from where."""

from typing import Annotated

import typer

from quarterdeck.cli.api import Api, Item, ask, user_called
from quarterdeck.cli.screen import AsJson, Columns, done, minute, show

app = typer.Typer(no_args_is_help=True, help="List and end the sessions of an account.")

Email = Annotated[str, typer.Argument(help="E-mail address of the account")]
COLUMNS: Columns = {
    "Id": lambda session: session["id"],
    "Kind": lambda session: session["kind"],
    "From": lambda session: session["ip"],
    "Client": lambda session: session["user_agent"],
    "Began": lambda session: minute(session["created_at"]),
    "Last used": lambda session: minute(session["last_used_at"]),
}


@app.command(name="list")
def list_sessions(context: typer.Context, email: Email, *, as_json: AsJson = False) -> None:
    """Show where an account is signed in."""

    async def act(api: Api) -> list[Item]:
        return await api.items(f"/users/{(await user_called(api, email))['id']}/sessions")

    show(ask(context, act), COLUMNS, as_json=as_json)


@app.command()
def end(
    context: typer.Context,
    email: Email,
    session_id: Annotated[str | None, typer.Argument(help="Which one; all of them when left out")] = None,
) -> None:
    """Sign an account out, of one session or of all."""

    async def act(api: Api) -> int:
        sessions = f"/users/{(await user_called(api, email))['id']}/sessions"
        ending = [session_id] if session_id else [each["id"] for each in await api.items(sessions)]
        for each in ending:
            await api.delete(f"{sessions}/{each}")
        return len(ending)

    done(f"Sessions ended: {ask(context, act)}")
