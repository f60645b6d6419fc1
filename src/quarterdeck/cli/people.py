"""What the commands about users and keys share."""

from typing import Any

import httpx2
from rich.console import Console

from quarterdeck.cli.deck import Deck
from quarterdeck.cli.failures import checked
from quarterdeck.kit.errors import NotFound

out = Console()

LONGEST_PAGE = 1_000


async def user_with_email(client: httpx2.AsyncClient, email: str) -> dict[str, Any]:
    """Find an account. Raises `NotFound` when nobody has this address."""
    found = checked(await client.get("/api/v1/users", params={"email": email})).json()["items"]
    if not found:
        raise NotFound("Nobody has this e-mail address", hint="`quarterdeck user list` shows who has an account")
    user: dict[str, Any] = found[0]
    return user


async def show_sign_in_link(deck: Deck, client: httpx2.AsyncClient, user_id: str) -> None:
    """Make a one-time sign-in link and print it."""
    path = checked(await client.post(f"/api/v1/users/{user_id}/sign-in-link")).json()["path"]
    server = deck.settings.server
    base = deck.running_url() or server.base_url.rstrip("/") or f"http://{server.host}:{server.port}{server.base_path}"
    out.print("Sign in once with this link, and choose a password (it works for 15 minutes):")
    out.print(f"  {base}{path}", style="cyan", soft_wrap=True, highlight=False)
    if deck.running_url() is None:
        out.print("No server runs now: start it first with [bold]quarterdeck serve[/bold]")


def day(moment: str | None) -> str:
    return moment[:10] if moment else "never"
