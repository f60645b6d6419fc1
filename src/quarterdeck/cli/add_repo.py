"""`quarterdeck add-repo`: from a clone to delivery numbers, in front of your eyes."""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import httpx2
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from quarterdeck.cli.deck import Deck
from quarterdeck.cli.dora_table import dora_table
from quarterdeck.cli.failures import Refused, checked
from quarterdeck.kit import clock

out = Console()
POLL_SECONDS = 0.1
LONGEST_DAYS = 3650
MOST_WEEKLY_DAYS = 500
FIRST_NUMBERS = ("paths", "lines")  # phases by which the first tier is stored


def add_repo(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="A local clone, or an https address to clone from")],
    name: Annotated[
        str | None, typer.Option(help="Name to show; by default the folder's or address's last part")
    ] = None,
    days: Annotated[int, typer.Option(min=7, max=LONGEST_DAYS, help="Days that the printed numbers cover")] = 365,
    wait: Annotated[bool, typer.Option(help="Stay until line counts are complete too")] = True,
) -> None:
    """Add a repository and print its DORA numbers.

    The numbers come from tags, merges and reverts alone; no account, token or service is needed.
    """
    asyncio.run(_add(context.obj, _body(source, name), days, wait=wait))


async def _add(deck: Deck, body: dict[str, Any], days: int, *, wait: bool) -> None:
    async with deck.client() as client:
        response = await client.post("/api/v1/repositories", json=body)
        repository = checked(response).json()
        job_id = repository["sync"]["job_id"]
        with _progress() as progress:
            await _follow(client, job_id, progress, until=FIRST_NUMBERS)
        await _show(client, repository["id"], days)
        if wait:
            with _progress() as progress:
                await _finish(client, repository["id"], job_id, progress)
            out.print("[green]✓[/green] Line counts are complete")
    where = deck.running_url()
    if where:
        out.print(f"Charts: [link={where}/console/]{where}/console/[/link]")
    else:
        out.print("Charts: start the server with [bold]quarterdeck serve[/bold] and open the console")


async def _finish(client: httpx2.AsyncClient, repository_id: str, job_id: str, progress: Progress) -> None:
    """Follow the reading to its end; one that let another pass goes on in that one."""
    while (result := await _follow(client, job_id, progress)) and result.get("counted") is False:
        job_id = checked(await client.get(f"/api/v1/repositories/{repository_id}")).json()["sync"]["job_id"]


async def _follow(
    client: httpx2.AsyncClient, job_id: str, progress: Progress, until: Collection[str] = ()
) -> dict[str, Any] | None:
    """Show how far the job is until it ends, or comes to a phase of `until`; returns its result.

    The job alone is asked, as a repository brings statistics whose counting would slow down what is waited for.
    """
    task = progress.add_task("Waiting", total=None)
    while True:
        job = checked(await client.get(f"/api/v1/jobs/{job_id}")).json()
        if job["state"] in ("failed", "cancelled"):
            raise _failure(job)
        if job["state"] == "succeeded" or job["phase"] in until:
            progress.remove_task(task)
            result: dict[str, Any] | None = job["result"]
            return result
        progress.update(
            task,
            description=job["message"] or job["phase"] or "Waiting",
            completed=job["done"] or 0,
            total=job["total"],
        )
        await asyncio.sleep(POLL_SECONDS)


async def _show(client: httpx2.AsyncClient, repository_id: str, days: int) -> None:
    """Print the numbers; where the window holds no deployment, those of the longest window instead."""
    repository = checked(await client.get(f"/api/v1/repositories/{repository_id}")).json()
    answer = await _numbers(client, repository, days)
    if not answer["deployment_frequency"]["n"] and days < LONGEST_DAYS:
        out.print(f"No deployment in {days} days; these are the last {LONGEST_DAYS // 365} years.", style="dim")
        answer = await _numbers(client, repository, LONGEST_DAYS)
    out.print(dora_table(repository, answer))


async def _numbers(client: httpx2.AsyncClient, repository: dict[str, Any], days: int) -> dict[str, Any]:
    start, end = window(repository["last_commit"], days)
    parameters = {
        "repository_id": repository["id"],
        "start_date": clock.isoformat(start),
        "end_date": clock.isoformat(end),
        "granularity": "weekly" if days <= MOST_WEEKLY_DAYS else "monthly",
    }
    answer: dict[str, Any] = checked(await client.get("/api/v1/analytics/dora-metrics", params=parameters)).json()
    return answer


def window(last_commit: str | None, days: int) -> tuple[datetime, datetime]:
    """The days up to the last commit: a quiet clone still shows its last lively time."""
    last = datetime.fromisoformat(last_commit) if last_commit else clock.now()
    end = min(clock.now(), last.astimezone(UTC)) + timedelta(seconds=1)
    return end - timedelta(days=days), end


def _body(source: str, name: str | None) -> dict[str, Any]:
    local = Path(source).expanduser()
    body: dict[str, Any] = {"path": str(local.resolve())} if local.exists() else {"url": source}
    return body | ({"name": name} if name else {})


def _failure(job: dict[str, Any]) -> Refused:
    error = job["error"] or {}
    return Refused(error.get("message") or "The ingest was stopped", hint=error.get("hint"))


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=out,
        transient=True,
    )
