"""`quarterdeck events`: what happened, and what happens while you look."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx2
import typer

from quarterdeck.cli.api import Item, ask
from quarterdeck.cli.deck import Deck
from quarterdeck.cli.failures import Refused, checked, err
from quarterdeck.cli.screen import AsJson, Columns, Most, minute, out, plain, show
from quarterdeck.cli.sse import Said, said

app = typer.Typer(no_args_is_help=True, help="Follow the event log.")

SILENCE = 45.0
"""Seconds without a word after which a stream is given up; the server says something every 15."""

Types = Annotated[str | None, typer.Option(help="Types such as repository.synced,member.*; all when left out")]
COLUMNS: Columns = {
    "Seq": lambda event: event["seq"],
    "Time": lambda event: minute(event["time"]),
    "Type": lambda event: event["type"],
    "Subject": lambda event: f"{event['subject']['type']} {event['subject']['id']}",
    "Data": lambda event: json.dumps(event["data"], ensure_ascii=False) if event["data"] else "",
}


@app.command(name="list")
def list_events(
    context: typer.Context,
    after: Annotated[int, typer.Option(min=0, help="Only those after this seq")] = 0,
    types: Types = None,
    most: Most = 50,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what happened, oldest first."""
    page = ask(context, lambda api: api.get("/events", after_seq=after, types=types, limit=min(most, 500)))
    show(page["items"], COLUMNS, as_json=as_json)


@app.command()
def tail(
    context: typer.Context,
    after: Annotated[int | None, typer.Option(min=0, help="Begin after this seq; by default with what comes")] = None,
    types: Types = None,
    count: Annotated[int | None, typer.Option(min=1, help="Stop after so many")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Print events as they happen. A lost connection is taken up again where it broke off; Ctrl-C ends."""
    asyncio.run(_tail(context.obj, after, types, count, as_json=as_json))


async def _tail(deck: Deck, after: int | None, types: str | None, count: int | None, *, as_json: bool) -> None:
    if deck.running_url() is None:
        raise Refused("No server runs now", hint="Start it with `quarterdeck serve`")
    told = 0
    async for event in _followed(deck, after, types):
        _print(event, as_json=as_json)
        told += 1
        if told == count:
            return


async def _followed(deck: Deck, after: int | None, types: str | None) -> AsyncIterator[Item]:
    """Yield events without a gap, over as many connections as it takes, and while the server starts anew."""
    place, pause = str(after) if after is not None else "", 1.0
    while True:
        try:
            if deck.running_url() is None:
                raise httpx2.ConnectError("stopped")
            async for one in _stream(deck, place, types):
                place, pause = one.id or place, one.retry or pause
                if one.event == "message":
                    yield json.loads(one.data)
                else:
                    _remark(one)
        except httpx2.TransportError:
            err.print("The connection is lost; trying again", style="dim")
        await asyncio.sleep(pause)


async def _stream(deck: Deck, place: str, types: str | None) -> AsyncIterator[Said]:
    """Open one stream, under a credential made for it. Raises `Refused` when the server refuses."""
    headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": place} if place else {})
    wanted = {"types": types} if types else {}
    async with deck.client() as client:
        opened = client.stream("GET", "/api/v1/events", headers=headers, params=wanted, timeout=SILENCE)
        async with opened as response:
            if not response.is_success:
                await response.aread()
                checked(response)
            async for one in said(response.aiter_lines()):
                yield one


def _remark(one: Said) -> None:
    """Say what a reader has to know: that something is gone, or why the stream ends."""
    if one.event in ("resync", "end"):
        err.print(f"{one.event}: {plain(one.data)}", style="yellow", highlight=False)


def _print(event: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        out.file.write(json.dumps(event, ensure_ascii=False) + "\n")
        out.file.flush()
        return
    cells = [str(shown(event)) for shown in COLUMNS.values()]
    out.print(plain("  ".join(cells)), soft_wrap=True, markup=False)
