"""`quarterdeck serve`: answer as soon as may be, and load what no start needs behind it."""

import asyncio
from collections.abc import Callable

from fastapi import FastAPI

from quarterdeck.identity.api import first_sign_in_link
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web.route_table import RouteTable
from quarterdeck.server import garbage
from quarterdeck.server.application import create_app
from quarterdeck.server.http_server import serve
from quarterdeck.server.parts import Parts


def serve_and_tell(settings: Settings, ready: Callable[[str, str | None], None]) -> None:
    """Serve, and tell `ready` the address and, while the first administrator has no password, a sign-in link."""
    app = create_app(settings)
    behind: set[asyncio.Task[None]] = set()

    async def announce(url: str) -> None:
        parts: Parts = app.state.parts
        token = await first_sign_in_link(parts.database, parts.passwords, parts.settings.security)
        ready(url, f"{url}/console/sign-in#token={token}" if token else None)
        behind.add(asyncio.create_task(warm_up(app), name="warm-up"))

    serve(app, settings, announce)


async def warm_up(app: FastAPI) -> None:
    """Load all routes, one branch after the other and off the loop, so that no first request waits for them."""
    for table in app.routes:
        if isinstance(table, RouteTable):
            for first_part in table.first_parts:
                await asyncio.to_thread(table.load, first_part)
    garbage.keep_what_is_here()
