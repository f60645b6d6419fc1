"""Serves the built web console. It is a client of the public API and has no route of its own behind it."""

from quarterdeck.console.web import console_start, install

__all__ = ["console_start", "install"]
