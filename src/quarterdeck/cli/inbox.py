"""`quarterdeck inbox`: webhooks of other systems, and who may send them."""

from typing import Annotated, Any

import typer

from quarterdeck.cli.api import Api, ask, organization_called
from quarterdeck.cli.choices import InboxDeliveryState, SourceKind
from quarterdeck.cli.member import Organization
from quarterdeck.cli.people import show_link
from quarterdeck.cli.screen import AsJson, Columns, Most, Yes, done, minute, show, show_secret, sure

app = typer.Typer(no_args_is_help=True, help="Receive webhooks of GitHub, GitLab, Sentry and others.")
sources = typer.Typer(no_args_is_help=True, help="Make, list and remove those who may deliver.")
app.add_typer(sources, name="source")

SourceId = Annotated[str, typer.Argument(help="Id of the source, as `inbox source list` shows it")]
SOURCES: Columns = {
    "Id": lambda source: source["id"],
    "Name": lambda source: source["name"],
    "Kind": lambda source: source["kind"],
    "Address": lambda source: source["url"],
    "Secret": lambda source: "a setting" if source["built_in"] else "its own",
}
DELIVERIES: Columns = {
    "Id": lambda delivery: delivery["id"],
    "Received": lambda delivery: minute(delivery["received_at"]),
    "Event": lambda delivery: delivery["event_type"],
    "State": lambda delivery: delivery["state"],
    "Problem": lambda delivery: delivery["error"],
}


@sources.command(name="add")
def add_source(
    context: typer.Context,
    kind: Annotated[SourceKind, typer.Argument(help="How the sender proves itself")],
    name: Annotated[str, typer.Argument(help="What to call it")],
    secret: Annotated[bool, typer.Option("--secret", help="Ask for the secret, which the sender has chosen")] = False,
    organization: Organization = None,
) -> None:
    """Make a source; print the address to give to the sender, and the secret, which is shown this once."""
    chosen = {"secret": typer.prompt("Secret", hide_input=True)} if secret else {}

    async def act(api: Api) -> None:
        place = await organization_called(api, organization)
        made = await api.post("/inbox/sources", organization_id=place, kind=kind, name=name, **chosen)
        done(f"{made['name']} may deliver to")
        show_link(api, f"/webhooks/{made['url'].rpartition('/')[2]}")
        show_secret("with this secret. Keep it: it is not shown again.", made["secret"])

    ask(context, act)


@sources.command(name="list")
def list_sources(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show who may deliver."""
    show(ask(context, lambda api: api.items("/inbox/sources")), SOURCES, as_json=as_json)


@sources.command(name="rotate-secret")
def rotate_secret(
    context: typer.Context,
    source_id: SourceId,
    keep_old_hours: Annotated[int, typer.Option(min=0, max=168, help="Hours that the old one still works")] = 24,
    secret: Annotated[bool, typer.Option("--secret", help="Ask for the secret, which the sender has chosen")] = False,
) -> None:
    """Give a source another secret and print it."""
    body: dict[str, Any] = {"keep_old_hours": keep_old_hours}
    body |= {"secret": typer.prompt("Secret", hide_input=True)} if secret else {}
    made = ask(context, lambda api: api.post(f"/inbox/sources/{source_id}/rotate-secret", **body))
    show_secret(f"{made['name']} has a new secret. Keep it: it is not shown again.", made["secret"])


@sources.command(name="remove")
def remove_source(context: typer.Context, source_id: SourceId, *, yes: Yes = False) -> None:
    """Remove a source with everything it delivered."""
    sure("Remove the source and its deliveries for good?", yes=yes)
    ask(context, lambda api: api.delete(f"/inbox/sources/{source_id}"))
    done("The source is removed")


@app.command(name="list")
def list_deliveries(
    context: typer.Context,
    source: Annotated[str | None, typer.Option(help="Id of the source")] = None,
    state: Annotated[InboxDeliveryState | None, typer.Option(help="Only in this state")] = None,
    most: Most = 50,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what was received, newest first."""
    found = ask(context, lambda api: api.items("/inbox/deliveries", most, source_id=source, state=state))
    show(found, DELIVERIES, as_json=as_json)


@app.command()
def reprocess(
    context: typer.Context,
    delivery_id: Annotated[str, typer.Argument(help="Id of the delivery, as `inbox list` shows it")],
) -> None:
    """Process a delivery again, for instance one that failed."""
    ask(context, lambda api: api.post(f"/inbox/deliveries/{delivery_id}/reprocess"))
    done("The delivery will be processed again")
