"""The entry point of `quarterdeck`: the command line joined to the server it commands."""

import asyncio
import signal
import sys
from collections.abc import Callable
from dataclasses import replace

from quarterdeck.cli.app import build
from quarterdeck.cli.deck import Deck
from quarterdeck.cli.failures import spoken
from quarterdeck.identity.api import first_sign_in_link, make_local_credential
from quarterdeck.infra.logs import configure_logging
from quarterdeck.infra.settings import BadSettings, Settings, load_settings
from quarterdeck.kit.errors import NotConfigured
from quarterdeck.server.app import create_app
from quarterdeck.server.migrate import migrate
from quarterdeck.server.serve import serve


def main() -> None:
    with spoken():
        build(open_deck)()


def open_deck(*, serving: bool) -> Deck:
    """Read the settings and join the parts; only servers and workers log what they do, commands what goes wrong."""
    try:
        settings = load_settings()
    except BadSettings as error:
        sys.exit(f"quarterdeck: bad settings: {error}")
    configure_logging(settings, quiet=not serving)
    return Deck(settings, create_app, serve_deck, work, migrate, make_local_credential)


def serve_deck(settings: Settings, ready: Callable[[str, str | None], None]) -> None:
    """Serve, and tell `ready` the address and, while the first administrator has no password, a sign-in link."""
    app = create_app(settings)

    async def announce(url: str) -> None:
        token = await first_sign_in_link(app.state.identity)
        ready(url, f"{url}/console/sign-in#token={token}" if token else None)

    serve(app, settings, announce)


async def work(settings: Settings) -> None:
    """Run jobs in this process until a signal comes."""
    if not settings.facts_url:
        raise NotConfigured(
            "A worker of its own needs the metric facts in PostgreSQL: the DuckDB file belongs to the server's process",
            hint="Set DATABASE_URL or TIMESCALE_URL, or let the server run the jobs (the default)",
        )
    app = create_app(replace(settings, jobs=settings.jobs.model_copy(update={"worker_in_process": True})))
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with app.router.lifespan_context(app):
        await stop.wait()
