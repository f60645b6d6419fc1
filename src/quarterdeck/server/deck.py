"""What commands are given of the server; each piece is loaded when it is called."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from quarterdeck.cli.deck import Deck
from quarterdeck.infra.database import Database
from quarterdeck.infra.logs import configure_logging
from quarterdeck.infra.settings import BadSettings, Settings, load_settings
from quarterdeck.kit.late import load_late
from quarterdeck.server.migrate import migrate

if TYPE_CHECKING:
    from fastapi import FastAPI


def open_deck(*, serving: bool) -> Deck:
    """Read the settings and join the parts; only servers and workers log what they do, commands what goes wrong."""
    try:
        settings = load_settings()
    except BadSettings as error:
        sys.exit(f"quarterdeck: bad settings: {error}")
    configure_logging(settings, quiet=not serving)
    return Deck(settings, create_app, serve_deck, work, migrate, local_credential)


def create_app(settings: Settings) -> "FastAPI":
    app: FastAPI = load_late("quarterdeck.server.application").create_app(settings)
    return app


def serve_deck(settings: Settings, ready: Callable[[str, str | None], None]) -> None:
    """Serve, and tell `ready` the address and, while the first administrator has no password, a sign-in link."""
    load_late("quarterdeck.server.start").serve_and_tell(settings, ready)


async def work(settings: Settings) -> None:
    await load_late("quarterdeck.server.working").work(settings)


async def local_credential(database: Database, settings: Settings) -> str:
    credential: str = await load_late("quarterdeck.identity.api").make_local_credential(database, settings)
    return credential
