"""`quarterdeck rebuild`: metric facts made anew from git and from what was handed in."""

import asyncio

import httpx2
import typer
from rich.console import Console

from quarterdeck.cli.deck import Deck
from quarterdeck.cli.failures import Refused, checked
from quarterdeck.insights.api import queue_rebuild

out = Console()
POLL_SECONDS = 0.3


def rebuild(context: typer.Context) -> None:
    """Drop all metric facts and read every repository again; nothing else is touched."""
    asyncio.run(_rebuild(context.obj))


async def _rebuild(deck: Deck) -> None:
    async with deck.client() as client:
        async with deck.database() as database, database.writing() as session:
            job_id = await queue_rebuild(session)
        with out.status("Dropping the facts and reading every repository again"):
            await _finished(client, job_id)
            await _no_more_jobs(client)
    out.print("[green]✓[/green] Facts are complete again")


async def _finished(client: httpx2.AsyncClient, job_id: str) -> None:
    while True:
        job = checked(await client.get(f"/api/v1/jobs/{job_id}")).json()
        if job["state"] == "succeeded":
            return
        if job["state"] in ("failed", "cancelled"):
            error = job["error"] or {}
            raise Refused(error.get("message") or "The rebuild was stopped", hint=error.get("hint"))
        await asyncio.sleep(POLL_SECONDS)


async def _no_more_jobs(client: httpx2.AsyncClient) -> None:
    """Wait for the readings that the rebuild queued."""
    for state in ("queued", "running"):
        while True:
            left = checked(await client.get("/api/v1/jobs", params={"state": state})).json()["total"]
            if not left:
                break
            await asyncio.sleep(POLL_SECONDS)
