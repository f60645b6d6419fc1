"""The entry point of `quarterdeck`: the command line joined to the server it commands."""

import sys
from collections.abc import Callable

from quarterdeck.cli.app import build
from quarterdeck.cli.deck import Deck
from quarterdeck.cli.failures import spoken
from quarterdeck.identity.api import first_sign_in_link, make_local_credential
from quarterdeck.infra.logs import configure_logging
from quarterdeck.infra.settings import BadSettings, Settings, load_settings
from quarterdeck.server.application import create_app
from quarterdeck.server.http_server import serve
from quarterdeck.server.migrate import migrate
from quarterdeck.server.parts import Parts
from quarterdeck.server.working import work


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
        parts: Parts = app.state.parts
        token = await first_sign_in_link(parts.database, parts.passwords, parts.settings.security)
        ready(url, f"{url}/console/sign-in#token={token}" if token else None)

    serve(app, settings, announce)
