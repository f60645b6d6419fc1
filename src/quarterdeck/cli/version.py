"""`quarterdeck version`."""

import typer

from quarterdeck import __version__


def version() -> None:
    """Print the version."""
    typer.echo(__version__)
