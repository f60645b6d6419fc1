"""`quarterdeck audit`: who did what, and whether the log of it is whole."""

from datetime import datetime
from typing import Annotated

import typer

from quarterdeck.cli.api import Api, Item, ask, user_called
from quarterdeck.cli.screen import AsJson, Columns, Most, done, minute, show, show_json
from quarterdeck.kit.clock import isoformat
from quarterdeck.kit.errors import QuarterdeckError

app = typer.Typer(no_args_is_help=True, help="Read the audit log, and check that nobody changed it.")

ROWS_A_CHECK = 100_000
COLUMNS: Columns = {
    "Seq": lambda event: event["seq"],
    "Time": lambda event: minute(event["time"]),
    "Actor": lambda event: event["actor_id"] or event["credential"],
    "Action": lambda event: event["action"],
    "Object": lambda event: f"{event['object_type']} {event['object_id'] or ''}",
    "Outcome": lambda event: event["outcome"],
    "From": lambda event: event["peer"],
}


class ChainBroken(QuarterdeckError):
    code = "AUDIT_CHAIN_BROKEN"


@app.command(name="list")
def list_events(
    context: typer.Context,
    actor: Annotated[str | None, typer.Option(help="E-mail of who acted")] = None,
    action: Annotated[str | None, typer.Option(help="For instance api_key.create")] = None,
    outcome: Annotated[str | None, typer.Option(help="success, failure or denied")] = None,
    since: Annotated[datetime | None, typer.Option(help="From this moment, in this machine's time zone")] = None,
    most: Most = 50,
    *,
    as_json: AsJson = False,
) -> None:
    """Show who did what, newest first."""

    async def act(api: Api) -> list[Item]:
        actor_id = (await user_called(api, actor))["id"] if actor else None
        moment = isoformat(since.astimezone()) if since else None
        return await api.items("/audit", most, actor_id=actor_id, action=action, outcome=outcome, since=moment)

    show(ask(context, act), COLUMNS, as_json=as_json)


@app.command()
def verify(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Check the whole log; print the last hash, to be kept elsewhere."""
    verdict = ask(context, _whole_verdict)
    if as_json:
        show_json(verdict)
    if not verdict["valid"]:
        raise ChainBroken(f"The audit log was changed: row {verdict['broken_seq']} does not fit the one before it")
    if not as_json:
        done(f"{verdict['checked']} rows fit; row {verdict['last_seq']} has the hash {verdict['last_hash']}")


async def _whole_verdict(api: Api) -> Item:
    checked = 0
    verdict = await api.get("/audit/verify", limit=ROWS_A_CHECK)
    while verdict["valid"] and not verdict["complete"]:
        checked += verdict["checked"]
        verdict = await api.get("/audit/verify", after_seq=verdict["last_seq"], limit=ROWS_A_CHECK)
    return verdict | {"checked": checked + verdict["checked"]}
