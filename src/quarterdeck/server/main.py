"""The entry point of `quarterdeck`: the command line joined to the server it commands."""

from typing import Any

from quarterdeck.cli.app import build
from quarterdeck.cli.failures import spoken
from quarterdeck.kit.late import load_late
from quarterdeck.server import garbage


def main() -> None:
    garbage.expect_little()
    with spoken():
        build(open_deck)()


def open_deck(*, serving: bool) -> Any:
    """Load what joins commands and server, for a command that needs it."""
    return load_late("quarterdeck.server.deck").open_deck(serving=serving)
