"""The entry point of `quarterdeck`: the command line joined to the server it commands."""

import gc
from typing import Any, Final

from quarterdeck.cli.app import build
from quarterdeck.cli.failures import spoken
from quarterdeck.kit.late import load_late

WHILE_LOADING: Final = (100_000, 50, 50)
"""Almost nothing of what an import makes is garbage: looking for it at the usual pace is a third of a start."""


def main() -> None:
    gc.set_threshold(*WHILE_LOADING)
    with spoken():
        build(open_deck)()


def open_deck(*, serving: bool) -> Any:
    """Load what joins commands and server, for a command that needs it."""
    return load_late("quarterdeck.server.deck").open_deck(serving=serving)
