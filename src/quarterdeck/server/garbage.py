"""How the garbage collector is told of a start.

Almost nothing of what an import makes is garbage, and looking for it at the usual pace is a third of a start.
"""

import gc
from typing import Final

WHILE_LOADING: Final = (100_000, 50, 50)
USUAL: Final = (700, 10, 10)


def expect_little() -> None:
    """Look seldom from now on."""
    gc.set_threshold(*WHILE_LOADING)


def keep_what_is_here() -> None:
    """Take all that was made by now for permanent, and look at the usual pace for the garbage of requests."""
    gc.freeze()
    gc.set_threshold(*USUAL)
