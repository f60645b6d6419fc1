"""`quarterdeck webhook`: other systems that are told what happens here."""

from typing import Annotated

import typer

from quarterdeck.cli.api import Api, ask, organization_called
from quarterdeck.cli.choices import WebhookDeliveryState
from quarterdeck.cli.member import Organization
from quarterdeck.cli.screen import AsJson, Columns, Most, Yes, done, minute, show, show_secret, sure

app = typer.Typer(no_args_is_help=True, help="Tell other systems what happens, by signed webhooks.")

WebhookId = Annotated[str, typer.Argument(help="Id of the webhook, as `webhook list` shows it")]
WEBHOOKS: Columns = {
    "Id": lambda webhook: webhook["id"],
    "Address": lambda webhook: webhook["url"],
    "Events": lambda webhook: " ".join(webhook["event_types"]),
    "State": lambda webhook: "enabled" if webhook["enabled"] else "disabled",
    "Because": lambda webhook: webhook["disabled_reason"],
}
DELIVERIES: Columns = {
    "Id": lambda delivery: delivery["id"],
    "Event": lambda delivery: delivery["event_type"],
    "State": lambda delivery: delivery["state"],
    "Tries": lambda delivery: delivery["attempts"],
    "Answer": lambda delivery: delivery["response_status"],
    "Next try": lambda delivery: minute(delivery["next_attempt_at"]),
    "Made": lambda delivery: minute(delivery["created_at"]),
}


@app.command(name="list")
def list_webhooks(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show every webhook."""
    show(ask(context, lambda api: api.items("/webhooks")), WEBHOOKS, as_json=as_json)


@app.command()
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="https address that is told")],
    event: Annotated[list[str], typer.Option(help="Type such as repository.synced, or repository.*; repeat for more")],
    description: Annotated[str, typer.Option(help="What it is for")] = "",
    organization: Organization = None,
) -> None:
    """Make a webhook and print the secret that it signs with, which is shown this once."""

    async def act(api: Api) -> None:
        place = await organization_called(api, organization)
        body = {"organization_id": place, "url": url, "event_types": event, "description": description}
        made = await api.post("/webhooks", **body)
        show_secret(f"{made['url']} will be told (webhook {made['id']}). Its secret:", made["secret"])

    ask(context, act)


@app.command()
def remove(context: typer.Context, webhook_id: WebhookId, *, yes: Yes = False) -> None:
    """Remove a webhook with its deliveries."""
    sure("Remove the webhook for good?", yes=yes)
    ask(context, lambda api: api.delete(f"/webhooks/{webhook_id}"))
    done("The webhook is removed")


@app.command()
def deliveries(
    context: typer.Context,
    webhook_id: WebhookId,
    state: Annotated[WebhookDeliveryState | None, typer.Option(help="Only in this state")] = None,
    most: Most = 50,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what a webhook was told, newest first."""
    found = ask(context, lambda api: api.items(f"/webhooks/{webhook_id}/deliveries", most, state=state))
    show(found, DELIVERIES, as_json=as_json)


@app.command()
def redeliver(
    context: typer.Context,
    webhook_id: WebhookId,
    delivery_id: Annotated[str, typer.Argument(help="Id of the delivery, as `webhook deliveries` shows it")],
) -> None:
    """Tell a webhook something again."""
    ask(context, lambda api: api.post(f"/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver"))
    done("The delivery will be sent again")


@app.command()
def test(context: typer.Context, webhook_id: WebhookId) -> None:
    """Send a webhook a ping."""
    ask(context, lambda api: api.post(f"/webhooks/{webhook_id}/test"))
    done("A ping is on its way; `quarterdeck webhook deliveries` shows the answer")


@app.command(name="rotate-secret")
def rotate_secret(
    context: typer.Context,
    webhook_id: WebhookId,
    keep_old_hours: Annotated[int, typer.Option(min=0, max=168, help="Hours that the old one signs too")] = 24,
) -> None:
    """Give a webhook another secret and print it."""
    act = f"/webhooks/{webhook_id}/rotate-secret"
    made = ask(context, lambda api: api.post(act, keep_old_hours=keep_old_hours))
    show_secret("The webhook has a new secret. Keep it: it is not shown again.", made["secret"])
