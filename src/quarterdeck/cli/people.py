"""What the commands about accounts share."""

from quarterdeck.cli.api import Api
from quarterdeck.cli.screen import out


async def show_sign_in_link(api: Api, user_id: str) -> None:
    """Make a one-time sign-in link and print it."""
    path = (await api.post(f"/users/{user_id}/sign-in-link"))["path"]
    out.print("Sign in once with this link, and choose a password (it works for 15 minutes):")
    show_link(api, path)


def show_link(api: Api, path: str) -> None:
    """Print an address of this server, which may not run yet."""
    settings, running = api.deck.settings, api.deck.running_url()
    server = settings.server
    base = settings.public_address or running or f"http://{server.host}:{server.port}{server.base_path}"
    out.print(f"  {base}{path}", style="cyan", soft_wrap=True, highlight=False)
    if running is None:
        out.print("No server runs now: start it first with [bold]quarterdeck serve[/bold]")
