"""Expected failures at the terminal: one sentence and a hint, no traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

from quarterdeck.kit.errors import QuarterdeckError

if TYPE_CHECKING:
    import httpx2

err = Console(stderr=True)


class Refused(QuarterdeckError):
    """The server answered with an error; carries its sentence to the terminal."""


def checked(response: "httpx2.Response") -> "httpx2.Response":
    """Return the response, or raise `Refused` with what the server said."""
    if response.is_success:
        return response
    error = response.json()["error"]
    details = "".join(f"\n  {detail['field']}: {detail['message']}" for detail in error["details"])
    raise Refused(error["message"] + details, hint=error.get("hint"))


@contextmanager
def spoken() -> Iterator[None]:
    """Print an expected failure and leave with status 1."""
    try:
        yield
    except QuarterdeckError as error:
        err.print(f"[red]quarterdeck:[/red] {error.text}", highlight=False)
        if error.hint:
            err.print(f"[dim]{error.hint}[/dim]", highlight=False)
        sys.exit(1)
